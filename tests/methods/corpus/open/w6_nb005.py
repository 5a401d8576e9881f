# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

# monthly groundwater level (m a.s.l.), well GW-114
rs = np.random.default_rng(0)
idx = pd.date_range("1995-01-01", periods=300, freq="MS")
lev = np.zeros(300)
for i in range(1, 300):
    lev[i] = 0.95 * lev[i - 1] + rs.normal(0, 0.08)
gw = pd.DataFrame({"level": 41.3 + lev + 0.15 * np.sin(2 * np.pi * idx.month / 12), "month": idx.month}, index=idx)
gw["yr"] = (gw.index - gw.index[0]).days / 365.25

# %%
print(gw.level.describe().round(2))

# %%
# trend with the seasonal cycle taken out by month dummies
fit = smf.ols("level ~ yr + C(month)", data=gw).fit()
b, se, p = fit.params["yr"], fit.bse["yr"], fit.pvalues["yr"]
lo, hi = fit.conf_int().loc["yr"]
print(f"trend {1000 * b:.1f} mm/yr (95% CI {1000 * lo:.1f} to {1000 * hi:.1f}), p = {p:.2g}")
if p < 0.05:
    print("The aquifer level has changed significantly since 1995.")
else:
    print("No significant change in level since 1995.")
