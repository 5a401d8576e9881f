# %%
# seedlings per m2, shelterwood vs. closed canopy; one quadrat in each of 90 stands
import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.formula.api import glm

rng = np.random.default_rng(36)
rows = []
for stand, mean in (("closed", 11.0), ("shelter", 12.5)):
    lam = rng.gamma(shape=0.7, scale=mean / 0.7, size=45)
    rows += [{"stand": stand, "seedlings": int(k)} for k in rng.poisson(lam)]
q = pd.DataFrame(rows)

# %%
print(q.groupby("stand").seedlings.agg(["count", "mean", "var", "max"]).round(1))

# %%
fit = glm("seedlings ~ stand", q, family=sm.families.Poisson()).fit()
est = np.exp(fit.params.iloc[1])
ci = np.exp(fit.conf_int().iloc[1]).round(2).tolist()
print(f"rate ratio {est:.2f}, 95% CI {ci}, p = {fit.pvalues.iloc[1]:.2g}")
if fit.pvalues.iloc[1] < .05:
    print("Opening the canopy changes seedling density significantly.")
