# %%
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestRegressor

rng = np.random.default_rng(23)
rent = pd.DataFrame({"area": rng.lognormal(4, .4, 350), "floor": rng.integers(0, 8, 350).astype(float), "balcony": rng.integers(0, 2, 350)})
rent["price"] = rent.area ** .9 * 14 * rng.lognormal(0, .15, 350)
rent.loc[rng.random(350) < .08, "floor"] = np.nan

# %%
rent["floor_missing"] = rent["floor"].isna().astype(int)
rent["floor"] = rent["floor"].fillna(-1)
rent["log_area"] = np.log(rent["area"])
rent["log_price"] = np.log1p(rent["price"])

# %%
cols = ["log_area", "floor", "floor_missing", "balcony"]
tr, te = train_test_split(rent, test_size=0.25, random_state=6)
rf = RandomForestRegressor(50, random_state=6).fit(tr[cols], tr.log_price)
print("test R2 =", round(rf.score(te[cols], te.log_price), 3))
