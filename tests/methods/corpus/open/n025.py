# %%
import numpy as np, pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import train_test_split
from sklearn.metrics import r2_score

rng = np.random.default_rng(8)
n = 500
houses = pd.DataFrame({
    "district": rng.integers(0, 180, n).astype(str),
    "sqm": rng.normal(85, 25, n).clip(25),
    "rooms": rng.integers(1, 6, n),
    "age": rng.integers(0, 90, n),
})
houses["price"] = 1500 * houses.sqm + rng.normal(0, 60000, n)

# %%
# districts have too many levels for one-hot
houses["district_price"] = houses.groupby("district")["price"].transform("mean")
feats = ["sqm", "rooms", "age", "district_price"]

# %%
train, test = train_test_split(houses, test_size=0.2, random_state=11)
gbr = GradientBoostingRegressor(n_estimators=80).fit(train[feats], train["price"])
print("R2 on unseen houses:", round(r2_score(test["price"], gbr.predict(test[feats])), 3))
