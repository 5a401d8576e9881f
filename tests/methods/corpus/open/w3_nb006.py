# %%
import numpy as np
rng = np.random.default_rng(314)

# %%
n = 360
t = np.linspace(-2.5, 2.5, n)                 # hours from mid-transit
am = 1.1 + 0.25 * (t + 2.5) ** 1.1 * 0.9
sky = rng.gamma(9, 12, n)
guide = np.abs(rng.normal(0, 0.5, n))         # arcsec guiding error
cloud = rng.random(n) < 0.06
F = 1 - 0.0105 * (np.abs(t) < 1.2) + 0.0006 * t + rng.normal(0, 0.0022, n)
F[cloud] -= rng.exponential(0.03, cloud.sum())

# %%
# the all-sky camera log and the guider decide which frames are used
use = ~cloud & (guide < 1.2) & (am < 2.1) & (sky < 200)
print(f"{use.sum()} of {n} frames used")
for nm, m in dict(cloud=cloud, guider=guide >= 1.2, airmass=am >= 2.1, sky=sky >= 200).items():
    print(f"   {nm:8s} {m.sum()}")

# %%
inside = (np.abs(t) < 1.2).astype(float)
X = np.c_[np.ones(n), t, -inside][use]
b, rss, *_ = np.linalg.lstsq(X, F[use], rcond=None)
s2 = rss[0] / (use.sum() - 3)
C = s2 * np.linalg.inv(X.T @ X)
depth, err = b[2], np.sqrt(C[2, 2])
print(f"depth = {1e3 * depth:.2f} +/- {1e3 * err:.2f} ppt, Rp/Rs = {np.sqrt(depth):.4f}")
