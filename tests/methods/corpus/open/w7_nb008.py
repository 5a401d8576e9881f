import numpy as np
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

# dropout from online CBT: 300 users, 20 usage variables of week 1
X, y = make_classification(300, 20, n_informative=4, n_redundant=3, class_sep=.7, flip_y=.1, random_state=14)

# %%
inner = StratifiedKFold(3, shuffle=True, random_state=0)
outer = StratifiedKFold(5, shuffle=True, random_state=1)
pipe = Pipeline([("scale", StandardScaler()), ("lr", LogisticRegression(solver="liblinear"))])
search = GridSearchCV(pipe, {"lr__C": [.003, .03, .3, 3]}, cv=inner, scoring="roc_auc")

# %%
auc = cross_val_score(search, X, y, cv=outer, scoring="roc_auc")
search.fit(X, y)
print("AUC of the whole procedure: %.3f (sd over outer folds %.3f)" % (auc.mean(), auc.std(ddof=1)))
print("setting for deployment:", search.best_params_, "| inner AUC", round(search.best_score_, 3))
