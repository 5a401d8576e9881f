# %%
from scipy.stats import ttest_ind
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.metrics import confusion_matrix
import numpy as np

rs = np.random.default_rng(8)
n_prot = 700
lfq = rs.normal(25, 1.6, (44, n_prot))        # log2 LFQ intensities, plasma, 44 donors
grp = np.array(["ctrl"] * 22 + ["sepsis"] * 22)

# %%
# put donors on the same level (per-sample median), nothing fancy
lfq = lfq - np.median(lfq, axis=1, keepdims=True)

# %% keep the panel small enough for PRM
t, _ = ttest_ind(lfq[grp == "sepsis"], lfq[grp == "ctrl"])
panel = np.argsort(-np.abs(t))[:10]
print("panel indices:", sorted(panel.tolist()))

# %% classifier
clf = LogisticRegression(C=0.5, max_iter=2000)
pred = cross_val_predict(clf, lfq[:, panel], grp, cv=StratifiedKFold(11))
cm = confusion_matrix(grp, pred, labels=["ctrl", "sepsis"])
print(cm)
print(f"Cross-validated accuracy of the 10-protein panel: {np.trace(cm)/cm.sum():.1%}")
print(f"sensitivity {cm[1,1]/cm[1].sum():.2f}  specificity {cm[0,0]/cm[0].sum():.2f}")
