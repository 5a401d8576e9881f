# %%
import numpy as np
import pandas as pd

rng = np.random.default_rng(60)
idx = pd.date_range("2021-06-01", periods=24 * 30, freq="h")
air = 15 + 6 * np.sin(2 * np.pi * (np.arange(len(idx)) - 8) / 24) + rng.normal(0, .7, len(idx))
stn = pd.DataFrame({"t_air": air, "battery_v": rng.normal(12.4, .3, len(idx)), "qc": rng.choice([0, 0, 0, 0, 9], len(idx))}, index=idx)
stn.iloc[50:55, 0] = -9999

# %%
ok = (stn.qc == 0) & (stn.battery_v > 11.8) & stn.t_air.between(-60, 60)
good = stn[ok]
print(f"{(~ok).sum()} of {len(stn)} records rejected by QC")

# %%
daily = good["t_air"].resample("D").agg(["mean", "min", "max", "count"])
print(daily.loc[daily["count"] >= 12].round(1).head())
