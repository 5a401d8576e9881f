# %%
# Ticks on drag cloths, deer fenced vs. open, one transect per forest stand
import numpy as np
import pandas as pd
import statsmodels.api as sm

rng = np.random.default_rng(48)
n = 56
fenced = np.array([0, 1] * (n // 2))
litter = rng.uniform(1, 9, n)
mu = np.exp(2.4 + .06 * litter - .10 * fenced)
k = .9
ticks = rng.poisson(rng.gamma(k, mu / k))
dat = pd.DataFrame({"fenced": fenced, "litter": litter, "ticks": ticks})
dat.groupby("fenced").ticks.describe().round(1)

# %%
X = sm.add_constant(np.column_stack([dat.fenced, dat.litter]))
fit = sm.GLM(dat.ticks.to_numpy(), X, family=sm.families.Poisson()).fit()
co = pd.DataFrame({"b": fit.params, "se": fit.bse, "z": fit.tvalues, "p": fit.pvalues}, index=["const", "fenced", "litter"])
print(co.round(4))

# %%
rr = np.exp(co.loc["fenced", "b"])
print(f"Fencing changes tick numbers by a factor {rr:.2f} (GLM, z = {co.loc['fenced', 'z']:.2f}, p = {co.loc['fenced', 'p']:.2g})")
print(f"Litter depth: x {np.exp(co.loc['litter', 'b']):.2f} per cm, p = {co.loc['litter', 'p']:.2g}")
