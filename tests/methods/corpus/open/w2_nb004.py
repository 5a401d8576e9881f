# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import Lasso
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

# yield strength of 64 high-entropy alloys, 14 composition descriptors
rng = np.random.default_rng(9)
Z = rng.normal(size=(64, 14))
sigma_y = 820 + 60 * Z[:, 0] - 45 * Z[:, 1] * Z[:, 2] + rng.normal(0, 95, 64)

# %%
searches = {
    "lasso": (Lasso(max_iter=20000), {"est__alpha": np.logspace(-1, 2, 8)}),
    "krr": (KernelRidge(kernel="rbf"), {"est__alpha": [0.01, 0.1, 1], "est__gamma": [0.005, 0.02, 0.08]}),
    "knn": (KNeighborsRegressor(), {"est__n_neighbors": range(2, 13), "est__weights": ["uniform", "distance"]}),
    "gbr": (GradientBoostingRegressor(random_state=0, n_estimators=25), {"est__max_depth": [1, 2, 3], "est__learning_rate": [0.05, 0.2]}),
}
cv = KFold(5, shuffle=True, random_state=21)
done = {}
for label, (est, params) in searches.items():
    pipe = Pipeline([("scale", StandardScaler()), ("est", est)])
    done[label] = GridSearchCV(pipe, params, cv=cv, scoring="neg_mean_absolute_error").fit(Z, sigma_y)

# %%
table = pd.Series({k: -s.best_score_ for k, s in done.items()}, name="MAE / MPa").sort_values()
winner = table.index[0]
print(table.round(1).to_string())
print(f"We use {winner} with {done[winner].best_params_}.")
print(f"Expected error for a new alloy: {table.iloc[0]:.0f} MPa")
