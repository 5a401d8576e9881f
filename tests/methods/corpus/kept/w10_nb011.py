# %%
import numpy as np
from sklearn.pipeline import Pipeline
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import StandardScaler
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score

rng = np.random.default_rng(72)
n, p = 130, 250
X = rng.normal(size=(n, p))
y = (X[:, :6].sum(1) + rng.normal(0, 1.5, n) > 0).astype(int)
X[rng.random(X.shape) < .04] = np.nan
print(f"{n} tumours, {p} methylation sites, {y.mean():.0%} responders")

# %%
steps = [("fill", SimpleImputer(strategy="median")), ("z", StandardScaler()),
         ("top", SelectKBest(f_classif)), ("lr", LogisticRegression(solver="liblinear"))]
inner = GridSearchCV(Pipeline(steps), {"top__k": [5, 25], "lr__C": [.1]},
                     cv=StratifiedKFold(3, shuffle=True, random_state=0), scoring="roc_auc")

# %%
outer = StratifiedKFold(5, shuffle=True, random_state=99)
scores = cross_val_score(inner, X, y, cv=outer, scoring="roc_auc")
print("AUC per outer fold:", scores.round(2))
print(f"mean {scores.mean():.2f}; expect about this in a comparable cohort")
