# %%
import numpy as np, pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

rng = np.random.default_rng(3)
recs = []
for eye_owner in range(50):
    dr = eye_owner % 2
    mu = rng.normal(0, 1, 12) + np.r_[1.9 * dr, 1.4 * dr, np.zeros(10)]
    for shot in range(rng.integers(4, 9)):
        recs.append({"owner": eye_owner, "dr": dr, **{f"v{j}": mu[j] + rng.normal(0, .5) for j in range(12)}})
fundus = pd.DataFrame.from_records(recs)
fundus.groupby("dr").owner.nunique()

# %%
feat = [c for c in fundus if c.startswith("v")]
oof = pd.Series(np.nan, index=fundus.index)
for tr, va in GroupKFold(n_splits=5).split(fundus, groups=fundus.owner):
    f = RandomForestClassifier(60, random_state=1, max_features=4)
    f.fit(fundus.loc[tr, feat], fundus.loc[tr, "dr"])
    oof.loc[va] = f.predict_proba(fundus.loc[va, feat])[:, 1]

# %%
per_person = fundus.assign(score=oof).groupby("owner").agg(score=("score", "mean"), dr=("dr", "first"))
print("photographs:", len(fundus), "persons:", len(per_person))
print("AUC per person: %.3f" % roc_auc_score(per_person.dr, per_person.score))
