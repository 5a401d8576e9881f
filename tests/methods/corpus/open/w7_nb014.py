import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error as mae
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import make_pipeline

# weekly influenza-like illness rate, 8 seasons; predict 2 weeks ahead
rng = np.random.default_rng(11)
w = pd.date_range("2011-01-03", periods=416, freq="W-MON")
peak = 60 * np.exp(3 * (np.cos(2 * np.pi * (np.arange(416) - 4) / 52) - 1))
ili = pd.Series(12 + peak * np.repeat(rng.uniform(.6, 1.5, 8), 52) + rng.normal(0, 3, 416), index=w, name="ili")

# %%
H = 2
f = pd.DataFrame({f"lag{k}": ili.shift(k) for k in range(H, H + 5)})
f["mean4"] = ili.shift(H).rolling(4).mean()
f["c52"], f["s52"] = np.cos(2 * np.pi * f.index.day_of_year / 365.25), np.sin(2 * np.pi * f.index.day_of_year / 365.25)
tbl = f.join(ili).dropna()

# %%
past, future = tbl[:"2016-12-31"], tbl["2017-01-01":]
m = make_pipeline(StandardScaler(), Ridge(1.0)).fit(past.drop(columns="ili"), past.ili)
pred = m.predict(future.drop(columns="ili"))
print(len(past), "weeks for fitting,", len(future), "weeks for checking")
print("MAE ridge %.2f | MAE persistence %.2f" % (mae(future.ili, pred), mae(future.ili, future[f"lag{H}"])))
