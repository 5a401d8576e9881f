import numpy as np
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_score

# adsorption energies of OH on 90 bimetallic surfaces, 400 descriptors
rng = np.random.default_rng(1001)
X = rng.normal(size=(90, 400))
E_ads = 0.6 * X[:, 3] - 0.5 * X[:, 77] + 0.35 * X[:, 210] + rng.normal(0, .4, 90)

# %%
pipe = Pipeline([("sc", StandardScaler()),
                 ("sel", SelectKBest(f_regression, k=12)),
                 ("reg", Ridge(alpha=1.0))])
kf = KFold(n_splits=9, shuffle=True, random_state=2)

# %%
mae = -cross_val_score(pipe, X, E_ads, cv=kf, scoring="neg_mean_absolute_error")
ref = np.mean(np.abs(E_ads - np.median(E_ads)))
print("MAE per fold (eV):", np.round(mae, 2))
print(f"mean {mae.mean():.2f} eV, guessing the median gives {ref:.2f} eV")
