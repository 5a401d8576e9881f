# %%
# Day-ahead electricity demand, one region
import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import Ridge
from sklearn.model_selection import TimeSeriesSplit

rng = np.random.default_rng(3)
days = pd.date_range("2017-01-01", periods=900, freq="D")
x = np.zeros(900)
for i in range(1, 900):
    x[i] = .6 * x[i - 1] + rng.normal(0, 2)
load = 60 + 8 * np.cos(2 * np.pi * days.day_of_year / 365) - 5 * (days.day_of_week >= 5) + x
el = pd.DataFrame({"load": load}, index=days)
for L in [1, 2, 7]:
    el[f"lag{L}"] = el["load"].shift(L)
el["mean7"] = el["load"].shift(1).rolling(7).mean()
el["weekend"] = (el.index.day_of_week >= 5).astype(int)
el = el.dropna()

# %%
X, y = el.drop(columns="load"), el["load"]
mae, mae0 = [], []
for tr, te in TimeSeriesSplit(n_splits=6).split(X):
    pipe = Pipeline([("sc", StandardScaler()), ("ridge", Ridge(alpha=1.0))])
    pipe.fit(X.iloc[tr], y.iloc[tr])
    yhat = pipe.predict(X.iloc[te])
    mae.append(np.abs(yhat - y.iloc[te]).mean())
    mae0.append(np.abs(X.iloc[te]["lag7"] - y.iloc[te]).mean())

# %%
print(pd.DataFrame({"ridge": mae, "same day last week": mae0}).round(2))
print(f"mean absolute error {np.mean(mae):.2f} GW vs {np.mean(mae0):.2f} GW for the same day last week")
