# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_curve, confusion_matrix

rng = np.random.default_rng(33)
n = 220
pt = pd.DataFrame({"troponin": rng.lognormal(2, .7, n), "age": rng.normal(63, 12, n), "crp": rng.lognormal(1, .9, n)})
lin = -4 + .08 * pt.troponin + .04 * pt.age
pt["mi"] = (rng.random(n) < 1 / (1 + np.exp(-lin))).astype(int)
tr, te = train_test_split(pt, test_size=.3, random_state=3, stratify=pt.mi)

# %%
m = LogisticRegression(max_iter=2000).fit(tr[["troponin", "age", "crp"]], tr.mi)
p = m.predict_proba(te[["troponin", "age", "crp"]])[:, 1]

# %%
fpr, tpr, thr = roc_curve(te.mi, p)
cut = thr[np.argmax(tpr - fpr)]
tn, fp, fn, tp = confusion_matrix(te.mi, p >= cut).ravel()
print(f"At the optimal cut-off {cut:.2f}: sens {tp/(tp+fn):.2f}, spec {tn/(tn+fp):.2f}")
