# %%
from sklearn.datasets import make_classification
from sklearn.tree import DecisionTreeClassifier
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score
import numpy as np

X, y = make_classification(n_samples=400, n_features=18, n_informative=5, flip_y=.12, random_state=27)
X = X + np.random.default_rng(27).normal(0, .3, X.shape)
print("class balance", np.bincount(y))

# %%
inner = KFold(4, shuffle=True, random_state=0)
outer = KFold(5, shuffle=True, random_state=1)
tuned = GridSearchCV(
    DecisionTreeClassifier(random_state=0),
    dict(max_depth=[2, 4, 8], min_samples_leaf=[1, 10, 30]),
    scoring="roc_auc", cv=inner,
)
outer_auc = cross_val_score(tuned, X, y, cv=outer, scoring="roc_auc")
for i, v in enumerate(outer_auc, 1):
    print(f"  outer fold {i}: {v:.3f}")

# %%
tuned.fit(X, y)
print("tree for deployment:", tuned.best_params_)
print(f"AUC of the whole procedure: {outer_auc.mean():.3f} +/- {outer_auc.std(ddof=1):.3f}")
