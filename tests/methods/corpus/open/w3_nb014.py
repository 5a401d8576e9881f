# %%
import numpy as np
from scipy import stats
rng = np.random.default_rng(66)

# oxygen in titanium ingots (ppm): 8 ingots per melting route, 5 chips from each ingot
route = np.repeat(["VAR", "EBM"], 40)
ingot = np.repeat(np.arange(16), 5)
mu = np.r_[rng.normal(1480, 60, 8), rng.normal(1345, 60, 8)]
ppm = mu[ingot] + rng.normal(0, 35, 80)

cnt = np.bincount(ingot)
m = np.bincount(ingot, weights=ppm) / cnt
lab = np.array([route[ingot == i][0] for i in range(16)])
a, b = m[lab == "VAR"], m[lab == "EBM"]
print("ingot means VAR:", a.round(0))
print("ingot means EBM:", b.round(0))

# %%
res = stats.ttest_ind(a, b, equal_var=False)
lo, hi = res.confidence_interval(0.95)
print(f"VAR - EBM = {a.mean() - b.mean():.0f} ppm, 95 % CI [{lo:.0f}, {hi:.0f}], p = {res.pvalue:.2g}, df = {res.df:.1f}")
