# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(81)
yr = np.arange(1960, 2020)
us = pd.DataFrame({"year": yr})
us["cheese_kg"] = 4 + 0.15 * (yr - 1960) + rng.normal(0, .4, yr.size)
us["phd_civil"] = 300 + 11 * (yr - 1960) + rng.normal(0, 40, yr.size)
us.head()

# %%
mod = smf.ols("phd_civil ~ cheese_kg", data=us).fit()
print(mod.rsquared, mod.pvalues["cheese_kg"])
print("Cheese consumption drives doctorates:", bool(mod.pvalues["cheese_kg"] < .05))
