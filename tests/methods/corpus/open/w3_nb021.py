# %%
import numpy as np
from scipy import stats
rng = np.random.default_rng(61)

# monthly lake surface temperature anomalies, 1980-2019
n = 480
t = np.arange(n) / 120          # decades
e = np.zeros(n)
for i in range(1, n):
    e[i] = 0.55 * e[i - 1] + rng.normal(0, 0.35)
y = 0.22 * t + e

# %%
X = np.c_[np.ones(n), t]
b = np.linalg.lstsq(X, y, rcond=None)[0]
r = y - X @ b
r1 = np.corrcoef(r[:-1], r[1:])[0, 1]
ne = n * (1 - r1) / (1 + r1)
s2 = np.sum(r ** 2) / (ne - 2)
se = np.sqrt(s2 / np.sum((t - t.mean()) ** 2))

# %%
p = 2 * stats.t.sf(abs(b[1] / se), ne - 2)
h = stats.t.ppf(0.975, ne - 2) * se
print(f"lag-1 autocorrelation {r1:.2f}, effective sample size {ne:.0f} of {n}")
print(f"warming {b[1]:.2f} +/- {h:.2f} K/decade (95 %), p = {p:.2g}")
