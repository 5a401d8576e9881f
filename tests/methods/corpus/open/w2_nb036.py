# %%
import numpy as np, pandas as pd
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, WhiteKernel
from sklearn.linear_model import ElasticNet
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# band gap (eV) of 120 oxides, 8 averaged elemental properties
r = np.random.default_rng(19)
E = r.normal(size=(120, 8))
gap = 3.1 + 0.9 * np.tanh(E[:, 0]) - 0.5 * E[:, 1] + r.normal(0, 0.35, 120)

# %%
kern = RBF(3.0, length_scale_bounds="fixed") + WhiteKernel(0.2, noise_level_bounds="fixed")
candidates = {
    "enet": (ElasticNet(max_iter=5000), {"alpha": [0.01, 0.05, 0.2], "l1_ratio": [0.2, 0.8]}),
    "knn": (KNeighborsRegressor(), {"n_neighbors": [3, 6, 12]}),
    "gp": (GaussianProcessRegressor(kern, normalize_y=True), {"alpha": [1e-6, 0.1]}),
}

def fit_best(X, y):
    inner = KFold(4, shuffle=True, random_state=0)
    fits = {}
    for tag, (est, par) in candidates.items():
        pipe = make_pipeline(StandardScaler(), est)
        par = {f"{type(est).__name__.lower()}__{k}": v for k, v in par.items()}
        fits[tag] = GridSearchCV(pipe, par, cv=inner, scoring="neg_mean_absolute_error").fit(X, y)
    return max(fits.items(), key=lambda kv: kv[1].best_score_)

# %%
log = []
for i, (a, b) in enumerate(KFold(5, shuffle=True, random_state=33).split(E)):
    tag, model = fit_best(E[a], gap[a])
    log.append({"fold": i, "chosen": tag, "inner": -model.best_score_, "outer": np.abs(gap[b] - model.predict(E[b])).mean()})
log = pd.DataFrame(log)
print(log.round(3).to_string(index=False))
print(f"MAE of the whole procedure: {log.outer.mean():.3f} eV (range {log.outer.min():.3f} to {log.outer.max():.3f})")
