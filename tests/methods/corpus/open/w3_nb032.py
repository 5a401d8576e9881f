# %%
import numpy as np
from scipy.stats import kurtosis, skew
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
rng = np.random.default_rng(9)

# one vibration record per bearing, 140 bearings, 0 = healthy, 1 = outer race defect
y = np.repeat([0, 1], 70)
V = rng.normal(size=(140, 512)) * rng.uniform(0.8, 1.3, (140, 1))
for i in np.flatnonzero(y):
    V[i, rng.integers(0, 512, 6)] += rng.normal(0, 2.6, 6)

# %%
feat = lambda v: [np.sqrt(np.mean(v ** 2)), kurtosis(v), skew(v), np.abs(v).max(), np.abs(v).max() / v.std()]
X = np.array([feat(v) for v in V])

# %%
inner = StratifiedKFold(3, shuffle=True, random_state=0)
outer = StratifiedKFold(5, shuffle=True, random_state=1)
gs = GridSearchCV(make_pipeline(StandardScaler(), SVC()), {"svc__C": [0.1, 1, 10], "svc__gamma": [0.05, 0.2]}, cv=inner)
acc = cross_val_score(gs, X, y, cv=outer)
print(f"accuracy {acc.mean():.3f}, folds {acc.round(2)}")
