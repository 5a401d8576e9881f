# %%
import numpy as np
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score

rng = np.random.default_rng(31)
blocks = []
for pid in range(30):
    offset = rng.normal(0, .8, 12)
    for w in range(25):
        walking = w % 2
        blocks.append((pid, walking, offset + .5 * walking * np.r_[np.ones(4), np.zeros(8)] + rng.normal(0, 1, 12)))
pid, lab, X = map(np.array, zip(*blocks))
print(X.shape, "windows,", len(np.unique(pid)), "wearers")

# %%
pipe = make_pipeline(StandardScaler(), LogisticRegression(C=.3))
pred = cross_val_predict(pipe, X, lab, groups=pid, cv=GroupKFold(n_splits=10))

# %%
per_person = np.array([balanced_accuracy_score(lab[pid == i], pred[pid == i]) for i in np.unique(pid)])
print(f"balanced accuracy {per_person.mean():.2f}, range over wearers {per_person.min():.2f}-{per_person.max():.2f}")
