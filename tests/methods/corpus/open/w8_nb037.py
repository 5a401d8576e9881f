import pandas as pd
import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import StandardScaler

r = np.random.default_rng(5)
t = pd.date_range("2015-01-01", periods=2200, freq="D")
x = np.zeros(len(t))
for i in range(1, len(t)):
    x[i] = .9 * x[i - 1] + r.normal(0, 1.0)
flow = pd.Series(25 + 2 * x, index=t).rename("q")

# %%
feats = pd.concat({
    "q0": flow,
    "q_mean7": flow.rolling(7).mean(),
    "q_mean30": flow.rolling(30).mean(),
    "q_diff": flow.diff()}, axis=1)
target = flow.shift(-2).rename("q_plus2")
data = feats.join(target).dropna()

# %%
past = data[data.index < "2019-12-20"]
future = data[data.index >= "2020-01-01"]
xs = StandardScaler().fit(past[feats.columns])
model = LinearRegression().fit(xs.transform(past[feats.columns]), past.q_plus2)
pred = model.predict(xs.transform(future[feats.columns]))

# %%
rmse = lambda a, b: float(np.sqrt(np.mean((a - b) ** 2)))
print(f"2-day forecast from 2020 on: RMSE {rmse(future.q_plus2, pred):.2f} m3/s, "
      f"persistence {rmse(future.q_plus2, future.q0):.2f}, climatology {rmse(future.q_plus2, past.q_plus2.mean()):.2f}")
