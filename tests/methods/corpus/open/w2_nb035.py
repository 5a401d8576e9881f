# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold

# liver CT: 60 patients, 8-16 slices each, texture features per slice, diagnosis per patient
rng = np.random.default_rng(6)
blocks = []
for pid in range(60):
    fibrosis = int(rng.random() < 0.45)
    centre = rng.normal(0, 1, 10) + np.r_[1.3, 0.9, np.zeros(8)] * fibrosis
    k = rng.integers(8, 17)
    block = pd.DataFrame(centre + rng.normal(0, 0.5, (k, 10)), columns=[f"tex{j}" for j in range(10)])
    blocks.append(block.assign(pid=pid, fibrosis=fibrosis))
ct = pd.concat(blocks, ignore_index=True)

# %%
X, y, pid = ct.filter(like="tex").to_numpy(), ct["fibrosis"].to_numpy(), ct["pid"].to_numpy()
ct["prob"] = np.nan
for tr, te in StratifiedGroupKFold(n_splits=5, shuffle=True, random_state=8).split(X, y, pid):
    est = RandomForestClassifier(40, min_samples_leaf=4, random_state=0).fit(X[tr], y[tr])
    ct.loc[te, "prob"] = est.predict_proba(X[te])[:, 1]

# %%
patient = ct.groupby("pid")[["prob", "fibrosis"]].mean()
auc = roc_auc_score(patient["fibrosis"].astype(int), patient["prob"])
draws = []
for b in range(500):
    s = patient.sample(frac=1, replace=True, random_state=b)
    if s["fibrosis"].nunique() == 2:
        draws.append(roc_auc_score(s["fibrosis"].astype(int), s["prob"]))
print(f"AUC over {len(patient)} patients: {auc:.2f} (95% bootstrap {np.quantile(draws, .025):.2f}-{np.quantile(draws, .975):.2f})")
