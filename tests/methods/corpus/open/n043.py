# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_absolute_error

rng = np.random.default_rng(5)
t = pd.date_range("2018-01-01", periods=900, freq="D")
level = np.cumsum(rng.normal(0, 0.03, 900)) + 0.8 * np.sin(2 * np.pi * np.arange(900) / 365)
gw = pd.DataFrame({"date": t, "level": level})

# %%
gw["doy"] = gw.date.dt.day_of_year
gw["day_no"] = np.arange(len(gw))
gw["prev_week"] = gw["level"].shift(7)
gw = gw.dropna()

# %%
X = gw[["doy", "day_no", "prev_week"]]
y = gw["level"]
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, shuffle=True, random_state=0)
model = ExtraTreesRegressor(n_estimators=50, random_state=0)
model.fit(X_tr, y_tr)
print("forecast MAE [m]:", mean_absolute_error(y_te, model.predict(X_te)))
