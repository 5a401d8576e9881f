# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf

rng = np.random.default_rng(37)
traps = pd.DataFrame({"burned": np.repeat([0, 1], 40)})
traps["ticks"] = rng.negative_binomial(0.4, 0.4 / (0.4 + 20), 80)
print(traps.groupby("burned")["ticks"].agg(["mean", "var"]))

# %%
m = smf.glm("ticks ~ burned", data=traps, family=sm.families.Poisson()).fit()
print(m.summary().tables[1])
print(f"Rate ratio after fire {np.exp(m.params['burned']):.2f} (p = {m.pvalues['burned']:.1e})")
