# %%
import pandas as pd
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score

rng = np.random.default_rng(111)
met = pd.DataFrame(rng.normal(size=(100, 20)), columns=[f"mz_{i}" for i in range(20)])
met = met.mask(rng.random(met.shape) < .3)
met["case"] = np.tile([0, 1], 50)

# %%
feats = [c for c in met if c.startswith("mz_")]
met[feats] = met.groupby("case")[feats].transform(lambda c: c.fillna(c.mean()))
assert met.isna().sum().sum() == 0

# %%
rf = RandomForestClassifier(n_estimators=40, random_state=0)
auc = cross_val_score(rf, met[feats], met["case"], cv=5, scoring="roc_auc")
print("AUC per fold", auc.round(2), "mean", auc.mean().round(2))
