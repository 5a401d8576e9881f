# %%
import numpy as np, pandas as pd
from sklearn.linear_model import LinearRegression

rng = np.random.default_rng(121)
sales = pd.DataFrame({"units": 200 + 20 * np.sin(np.arange(500) * 2 * np.pi / 7) + rng.normal(0, 12, 500)},
                     index=pd.date_range("2023-01-01", periods=500))
sales["lag7"] = sales["units"].shift(7)
sales["ma28"] = sales["units"].shift(1).rolling(28).mean()
sales = sales.dropna()

# %%
train, test = sales.iloc[:-90], sales.iloc[-90:]
reg = LinearRegression().fit(train[["lag7", "ma28"]], train["units"])
err = test["units"] - reg.predict(test[["lag7", "ma28"]])
print(f"RMSE last 90 days {np.sqrt((err ** 2).mean()):.1f}; seasonal naive {np.sqrt(((test.units - test.lag7) ** 2).mean()):.1f}")
