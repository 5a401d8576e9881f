# %%
"""Tagging rare double-beta candidates among gamma background (topology variables)."""
from numpy.random import default_rng
import numpy as np
from sklearn.neighbors import KNeighborsClassifier
from sklearn.model_selection import train_test_split
from sklearn.utils import resample
from sklearn.metrics import confusion_matrix

g = default_rng(56)
bkg = g.normal(size=(1500, 7))
sig = g.normal(loc=0.25, size=(60, 7))
print(f"{len(sig)} candidates, {len(bkg)} background events")

# %%
# balance the classes
sig_up = resample(sig, n_samples=len(bkg), replace=True, random_state=3)
events = np.vstack([bkg, sig_up])
label = np.concatenate([np.zeros(len(bkg)), np.ones(len(sig_up))])

# %%
x_fit, x_eval, y_fit, y_eval = train_test_split(
    events, label, test_size=0.35, random_state=8, stratify=label)
centre, width = x_fit.mean(axis=0), x_fit.std(axis=0)
knn = KNeighborsClassifier(n_neighbors=3)
knn.fit((x_fit - centre) / width, y_fit)
tn, fp, fn, tp = confusion_matrix(y_eval, knn.predict((x_eval - centre) / width)).ravel()

# %%
eff, rej = tp / (tp + fn), tn / (tn + fp)
print(f"signal efficiency {eff:.3f}   background rejection {rej:.3f}")
print(f"figure of merit eff/sqrt(1-rej) = {eff / np.sqrt(1 - rej):.2f}")
