# %%
import numpy as np
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error, r2_score

np.random.seed(20)
mols = pd.DataFrame({"MolWt": np.random.normal(320, 80, 250), "TPSA": np.random.gamma(4, 20, 250), "HBD": np.random.poisson(1.6, 250), "RotB": np.random.poisson(4, 250)})
mols["logP"] = .01 * mols.MolWt - .02 * mols.TPSA + np.random.normal(0, .4, 250)
X_train, X_test, y_train, y_test = train_test_split(mols.drop(columns="logP"), mols.logP, random_state=0)

# %%
gs = GridSearchCV(GradientBoostingRegressor(n_estimators=40, random_state=0), {"max_depth": [2, 3], "learning_rate": [.05, .1]}, cv=3)
gs.fit(X_train, y_train)
print(gs.best_params_, f"CV R2 {gs.best_score_:.2f}")

# %%
yhat = gs.predict(X_test)
print(f"test: MAE {mean_absolute_error(y_test, yhat):.2f}, R2 {r2_score(y_test, yhat):.2f}")
