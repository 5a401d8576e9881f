# %%
# Face vs. house decoding, single participant, beta maps per trial
import numpy as np
from sklearn.feature_selection import f_classif
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

rng = np.random.default_rng(11)
n_trials, n_vox = 96, 3000
stim = np.tile(["face", "house"], n_trials // 2)
betas = rng.normal(size=(n_trials, n_vox))
betas[:, :12] += 0.25 * (stim == "face")[:, None]
print(betas.shape, dict(zip(*np.unique(stim, return_counts=True))))

# %%
# F-map over the grey-matter mask; keep the most responsive voxels
F, _ = f_classif(betas, stim)
roi = np.argsort(F)[::-1][:150]
X = betas[:, roi]
print(f"ROI of {len(roi)} voxels, F from {F[roi].min():.1f} to {F[roi].max():.1f}")

# %%
decoder = make_pipeline(StandardScaler(), LinearSVC(C=0.01))
folds = StratifiedKFold(n_splits=8, shuffle=True, random_state=0)
acc = cross_val_score(decoder, X, stim, cv=folds)
print("fold accuracies:", np.round(acc, 2))
print(f"Faces and houses can be decoded with {acc.mean():.0%} accuracy (chance 50%).")
