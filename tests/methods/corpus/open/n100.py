# %%
import numpy as np
import pandas as pd
from sklearn.datasets import make_regression
from sklearn.linear_model import Ridge, Lasso
from sklearn.tree import DecisionTreeRegressor
from sklearn.model_selection import cross_val_score, train_test_split

X, y = make_regression(n_samples=300, n_features=20, n_informative=6, noise=40, random_state=2)
X_tr, X_te, y_tr, y_te = train_test_split(X, y, random_state=2)

# %%
zoo = {"ridge": Ridge(1.0), "lasso": Lasso(1.0), "tree": DecisionTreeRegressor(max_depth=5, random_state=0)}
cv = pd.Series({k: cross_val_score(m, X_tr, y_tr, cv=5).mean() for k, m in zoo.items()})
pick = cv.idxmax()
print(cv.round(3).to_dict(), "->", pick)

# %%
test = {k: round(m.fit(X_tr, y_tr).score(X_te, y_te), 3) for k, m in zoo.items()}
print(f"reported: {pick} R2 = {test[pick]}; others for reference: {test}")
