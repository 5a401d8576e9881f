import numpy as np
from sklearn.datasets import make_classification
from sklearn.svm import SVC
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import make_pipeline
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score

# electronic nose, 10 channels, two gas mixtures
X, gas = make_classification(n_samples=160, n_features=10, n_informative=4, n_redundant=2,
                             class_sep=.8, flip_y=.08, random_state=11)
X = X + np.random.default_rng(0).normal(0, .3, X.shape)

# %%
inner = StratifiedKFold(3, shuffle=True, random_state=1)
outer = StratifiedKFold(5, shuffle=True, random_state=2)
grid = {"svc__C": [1, 10, 100], "svc__gamma": [.01, .03, .1]}
tuned = GridSearchCV(make_pipeline(StandardScaler(), SVC()), grid, cv=inner)

# %%
acc = cross_val_score(tuned, X, gas, cv=outer)
print(f"accuracy {acc.mean():.3f} (folds {acc.min():.2f}-{acc.max():.2f})")

# %%
tuned.fit(X, gas)
print("setting used on the instrument:", tuned.best_params_)
