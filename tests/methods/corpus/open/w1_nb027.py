# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from scipy.signal import lfilter
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.tsa.statespace.sarimax import SARIMAX

rng = np.random.default_rng(730)
T = 312
ar = lambda phi, sd: lfilter([1], [1, -phi], rng.normal(0, sd, T + 100))[100:]
city = pd.DataFrame({"pm25": 14 + ar(0.5, 3)}, index=pd.date_range("2018-01-01", periods=T, freq="W-MON"))
season = np.cos(2 * np.pi * (np.arange(T) - 3) / 52.18)
city["log_adm"] = 4.2 + 0.012 * city["pm25"] + 0.15 * season + ar(0.55, 0.06)

# %%
exog = city[["pm25"]].assign(
    cos=np.cos(2 * np.pi * np.arange(T) / 52.18), sin=np.sin(2 * np.pi * np.arange(T) / 52.18)
)
fit = SARIMAX(city["log_adm"], exog=exog, order=(1, 0, 0), trend="c").fit(disp=False, maxiter=500)
print(fit.summary().tables[1])

# %%
fig, ax = plt.subplots()
ax.plot(city.index, fit.fittedvalues, lw=1)
ax.plot(city.index, city["log_adm"], ".", ms=3)
ax.set_ylim(city["log_adm"].min() - 0.1, city["log_adm"].max() + 0.1)

# %%
print(acorr_ljungbox(fit.resid.iloc[5:], lags=[4, 13]).round(3))
lo, hi = fit.conf_int().loc["pm25"]
pct = lambda b: 100 * np.expm1(10 * b)
print(f"Admissions change per 10 ug/m3: {pct(fit.params['pm25']):.1f}% ({pct(lo):.1f}% to {pct(hi):.1f}%)")
