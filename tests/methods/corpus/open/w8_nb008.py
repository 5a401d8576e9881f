import numpy as np
import pandas as pd

rng = np.random.default_rng(365)
idx = pd.date_range("2021-01-01", "2022-12-31 23:00", freq="h")
doy, hr = idx.day_of_year, idx.hour
temp = 9 - 9 * np.cos(2 * np.pi * (doy - 20) / 365.25) - 4 * np.cos(2 * np.pi * (hr - 3) / 24) + rng.normal(0, 2, len(idx))
raw = pd.DataFrame({"air_T": temp, "battery_V": rng.normal(12.6, .1, len(idx))}, index=idx)
raw.iloc[rng.choice(len(raw), 80, replace=False), 0] = -999
raw.loc["2022-03-10":"2022-03-12", "battery_V"] = 9.8

# %%
clean = (raw
         .replace({"air_T": {-999: np.nan}})
         .assign(air_T=lambda d: d.air_T.where(d.battery_V > 11))
         .pipe(lambda d: d.assign(air_T=d.air_T.interpolate(limit=3))))
print("missing after cleaning: %d h of %d" % (clean.air_T.isna().sum(), len(clean)))

# %%
monthly = clean.air_T.groupby(clean.index.month).agg(["mean", "min", "max", "count"]).round(1)
monthly.index = pd.date_range("2021", periods=12, freq="MS").strftime("%b")
print(monthly)

# %%
gdd = clean.air_T.resample("D").mean().sub(5).clip(lower=0).groupby(lambda d: d.year).sum()
print("growing degree days:", gdd.round(0).to_dict())
