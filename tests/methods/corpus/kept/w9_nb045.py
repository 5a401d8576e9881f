# %%
import numpy as np, pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Ridge

# milk yield (kg/d) from sensor collars, 160 cows, one record per cow
def herd(seed):
    g = np.random.default_rng(seed)
    rum, act, dim = g.normal(480, 60, 160), g.gamma(5, 8, 160), g.uniform(10, 300, 160)
    y = 22 + .02 * (rum - 480) + 6 * np.exp(-((dim - 60) / 80) ** 2) + g.normal(0, 2.2, 160)
    return np.c_[rum, act, dim], y

X, y = herd(0)

# %%
def rmse(model, seed):
    perm = np.random.default_rng(seed).permutation(len(y))
    tr, te = perm[:110], perm[110:]
    m, s = X[tr].mean(0), X[tr].std(0)
    model.fit((X[tr] - m) / s, y[tr])
    return np.sqrt(np.mean((model.predict((X[te] - m) / s) - y[te]) ** 2))

seeds = range(12)
tab = pd.DataFrame({
    "ridge": [rmse(Ridge(1.0), s) for s in seeds],
    "forest": [rmse(RandomForestRegressor(40, min_samples_leaf=4, random_state=s), s) for s in seeds],
}, index=pd.Index(seeds, name="seed"))

# %%
print(tab.round(2).T.to_string())
print("all 12 splits, mean (sd):")
print({c: f"{tab[c].mean():.2f} ({tab[c].std():.2f})" for c in tab})
