# %%
import numpy as np, pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import GroupKFold, GridSearchCV

rng = np.random.default_rng(66)
parts = []
for f in range(12):
    lvl = rng.normal(0, .6)
    k = 15
    t = pd.DataFrame({"farm": f, "ndvi": rng.normal(.7, .08, k), "clay": rng.normal(22 + 4 * lvl, 3, k), "rain": rng.normal(310, 30) + rng.normal(0, 3, k)})
    t["prot"] = 11.5 + lvl + 8 * (t.ndvi - .7) + .02 * (t.clay - 22) + rng.normal(0, .35, k)
    parts.append(t)
wheat = pd.concat(parts, ignore_index=True)

# %%
X = wheat[["ndvi", "clay", "rain"]].values
y = wheat["prot"].values
grp = wheat["farm"].values
pred = np.full(len(y), np.nan)
chosen = []
for tr, te in GroupKFold(4).split(X, y, grp):
    gs = GridSearchCV(RandomForestRegressor(n_estimators=15, random_state=0), {"min_samples_leaf": [2, 5, 10]}, cv=GroupKFold(3), scoring="neg_mean_squared_error")
    gs.fit(X[tr], y[tr], groups=grp[tr])
    chosen.append(gs.best_params_["min_samples_leaf"])
    pred[te] = gs.predict(X[te])

# %%
rmse = np.sqrt(np.mean((pred - y) ** 2))
print("leaf sizes used:", chosen)
print(f"RMSE of grain protein on farms not used for training: {rmse:.2f} % points (SD of protein {y.std():.2f})")
