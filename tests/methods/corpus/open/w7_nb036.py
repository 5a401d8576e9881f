"""Methylation classifier for smoking status, whole blood, 3000 CpGs."""
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score
import numpy as np

rng = np.random.default_rng(640)
M = rng.normal(0, 1, (90, 3000))
smoker = rng.permutation([0, 1] * 45)
M[:, :25] -= 0.9 * smoker[:, None]          # AHRR-like hypomethylation

# %%
clf = make_pipeline(StandardScaler(), SelectKBest(f_classif, k=30), LogisticRegression(C=0.1, max_iter=1000))
cv = RepeatedStratifiedKFold(n_splits=5, n_repeats=2, random_state=6)
auc = cross_val_score(clf, M, smoker, cv=cv, scoring="roc_auc")

# %%
print(f"AUC over {len(auc)} folds: mean {auc.mean():.3f}, range {auc.min():.3f}-{auc.max():.3f}")

# %%
# refit on everybody only to list the sites
clf.fit(M, smoker)
sites = np.flatnonzero(clf["selectkbest"].get_support())
print("CpGs in the final classifier:", sites[:30])
