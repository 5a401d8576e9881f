# %%
import numpy as np, pandas as pd
from sklearn.linear_model import LinearRegression

rng = np.random.default_rng(112)
load = pd.DataFrame({"mw": 500 + rng.normal(0, 30, 420)}, index=pd.date_range("2022-01-01", periods=420))
load["dow"] = load.index.day_of_week
load["mw_smooth"] = load["mw"].rolling(3, center=True).mean()
load["mw_lag7"] = load["mw"].shift(7)
load = load.dropna()

# %%
train, test = load.loc[:"2022-12-31"], load.loc["2023-01-01":]
X = ["dow", "mw_smooth", "mw_lag7"]
reg = LinearRegression().fit(train[X], train["mw"])
mape = (np.abs(reg.predict(test[X]) - test["mw"]) / test["mw"]).mean()
print(f"day-ahead MAPE {mape:.2%}, R2 {reg.score(test[X], test['mw']):.2f}")
