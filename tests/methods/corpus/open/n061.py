# %%
import numpy as np, pandas as pd
import statsmodels.formula.api as smf
from statsmodels.stats.diagnostic import het_breuschpagan

rng = np.random.default_rng(86)
hh = pd.DataFrame({"income": rng.lognormal(10, .5, 300)})
hh["food"] = 1500 + .12 * hh.income + rng.normal(0, .03 * hh.income)

# %%
m = smf.ols("food ~ income", hh).fit()
print("Breusch-Pagan p:", het_breuschpagan(m.resid, m.model.exog)[1])

# %%
m3 = smf.ols("food ~ income", hh).fit(cov_type="HC3")
print(f"Engel slope {m3.params['income']:.3f} (robust se {m3.bse['income']:.3f})")
