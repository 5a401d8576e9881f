# %%
import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold

# NIR calibration for protein content, 150 flour samples, 12 PLS-like scores, some gross lab errors
rng = np.random.default_rng(64)
scores = rng.normal(size=(150, 12))
protein = 11.5 + scores[:, :3] @ [0.9, -0.6, 0.4] + rng.normal(0, 0.3, 150)
protein[rng.choice(150, 9, replace=False)] += rng.choice([-4, 4], 9)

# %%
class TrimmedRegressor(RegressorMixin, BaseEstimator):
    """Least squares, refitted after removing training rows with large residuals."""

    def __init__(self, cut=3.0, rounds=5):
        self.cut, self.rounds = cut, rounds

    def fit(self, X, y):
        keep = np.ones(len(y), bool)
        for _ in range(self.rounds):
            self.lin_ = LinearRegression().fit(X[keep], y[keep])
            r = y - self.lin_.predict(X)
            mad = 1.4826 * np.median(np.abs(r - np.median(r)))
            keep = np.abs(r) < self.cut * mad
        self.n_kept_ = int(keep.sum())
        return self

    def predict(self, X):
        return self.lin_.predict(X)

# %%
results = {"ols": [], "trimmed": []}
for tr, te in KFold(10, shuffle=True, random_state=5).split(scores):
    for name, est in (("ols", LinearRegression()), ("trimmed", TrimmedRegressor())):
        est.fit(scores[tr], protein[tr])
        results[name].extend(np.abs(protein[te] - est.predict(scores[te])))
for name, e in results.items():
    print(f"{name:>8}: n = {len(e)}, mean |error| {np.mean(e):.3f}, median {np.median(e):.3f}, max {np.max(e):.2f}")
