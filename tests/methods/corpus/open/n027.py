# %%
import numpy as np
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(24)
X = np.log2(rng.lognormal(3, 1, (70, 800)) + 1)
y = np.repeat([0, 1], 35)
X[y == 1, :6] += 1.0

# %%
model = make_pipeline(StandardScaler(), SelectKBest(f_classif, k=20), LogisticRegression(max_iter=500))
cv = RepeatedStratifiedKFold(n_splits=5, n_repeats=2, random_state=0)
out = cross_validate(model, X, y, cv=cv, scoring=["roc_auc", "accuracy"])
print({k: v.mean().round(3) for k, v in out.items() if k.startswith("test_")})
