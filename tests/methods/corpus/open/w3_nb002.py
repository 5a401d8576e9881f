# %%
import numpy as np
from scipy import stats

rng = np.random.default_rng(18)
yr = np.arange(1950, 2021)
e = rng.normal(0, 0.11, yr.size)
sst = np.zeros(yr.size)
for i in range(1, yr.size):
    sst[i] = 0.86 * sst[i - 1] + e[i]
sst += 17.3

# %%
anom = sst - sst[(yr >= 1961) & (yr <= 1990)].mean()
print("anomaly range %.2f .. %.2f K" % (anom.min(), anom.max()))

# %%
fit = stats.linregress(yr, anom)
rate, err = 10 * fit.slope, 10 * fit.stderr
print(f"Trend at the mooring: {rate:+.3f} +/- {err:.3f} K per decade, p = {fit.pvalue:.1e}")
if fit.pvalue < 0.05:
    print("The basin shows a significant long-term trend over 1950-2020.")
