# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import TimeSeriesSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(2001)
days = pd.date_range("2008-01-01", periods=2200)
e = np.zeros(2200)
for i in range(1, 2200):
    e[i] = 0.75 * e[i - 1] + rng.normal(0, 2)
wx = pd.DataFrame({"T": 10 - 9 * np.cos(2 * np.pi * days.day_of_year / 365.25) + e, "p": 1013 - 0.8 * e + rng.normal(0, 4, 2200)}, index=days)

# %%
feat = pd.concat([wx.shift(k).add_suffix(f"_{k}") for k in (1, 2, 3)], axis=1)
feat["s"], feat["c"] = np.sin(2 * np.pi * days.day_of_year / 365.25), np.cos(2 * np.pi * days.day_of_year / 365.25)
feat = feat.dropna()
target = wx["T"].loc[feat.index]

# %%
scores = []
for k, (tr, te) in enumerate(TimeSeriesSplit(n_splits=5).split(feat)):
    m = make_pipeline(StandardScaler(), RidgeCV(np.logspace(-2, 3, 12))).fit(feat.iloc[tr], target.iloc[tr])
    err = target.iloc[te] - m.predict(feat.iloc[te])
    pers = target.iloc[te] - feat["T_1"].iloc[te]
    scores.append({"fold": k, "rmse": np.sqrt((err ** 2).mean()), "rmse_persistence": np.sqrt((pers ** 2).mean())})
scores = pd.DataFrame(scores).set_index("fold")
print(scores.round(2))
print(f"skill against persistence: {1 - (scores.rmse ** 2).mean() / (scores.rmse_persistence ** 2).mean():.2f}")
