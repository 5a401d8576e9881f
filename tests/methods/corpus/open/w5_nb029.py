# %%
import numpy as np
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.svm import SVC
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score

g = np.random.default_rng(91)
y = np.repeat([0, 1], 40)
X = g.normal(size=(80, 1200))                 # one map per participant
X[:, :25] += 0.45 * y[:, None]

# %%
steps = Pipeline([
    ("z", StandardScaler()),
    ("vox", SelectKBest(f_classif)),
    ("svm", SVC(kernel="linear")),
])
grid = {"vox__k": [30, 150], "svm__C": [0.01, 0.1, 1]}
inner = StratifiedKFold(4, shuffle=True, random_state=1)
outer = StratifiedKFold(5, shuffle=True, random_state=2)

# %%
search = GridSearchCV(steps, grid, cv=inner)
acc = cross_val_score(search, X, y, cv=outer)
print("fold accuracies:", acc.round(2))
print(f"Classification accuracy {acc.mean():.2f} over {outer.get_n_splits()} outer folds")
