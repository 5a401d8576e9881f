# %%
import numpy as np
from sklearn.svm import SVC
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import GridSearchCV, cross_val_score, StratifiedKFold

rng = np.random.default_rng(48)
conn = rng.normal(size=(80, 45))      # one row per subject, edges of 10 ROIs
dx = np.repeat([0, 1], 40)
conn[dx == 1, :4] += 0.6

# %%
inner = StratifiedKFold(4, shuffle=True, random_state=1)
outer = StratifiedKFold(5, shuffle=True, random_state=2)
search = GridSearchCV(make_pipeline(StandardScaler(), SVC()), {"svc__C": [.1, 1, 10], "svc__gamma": ["scale", .001]}, cv=inner)
acc = cross_val_score(search, conn, dx, cv=outer)
print(f"nested CV accuracy {acc.mean():.2f}, folds {np.round(acc, 2)}")
