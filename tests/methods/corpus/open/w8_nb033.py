import numpy as np, pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.metrics import balanced_accuracy_score

rng = np.random.default_rng(33)
rows = []
for pump in range(16):
    worn = pump % 2
    off = rng.normal(0, 1, 4)
    for w in range(40):
        f = off + worn * np.array([1.2, .6, 0, .9]) + rng.normal(0, .6, 4)
        rows.append(dict(zip(["rms", "crest", "kurt", "env"], f), pump=pump, worn=worn))
win = pd.DataFrame(rows)

# %%
# one pump contributes 40 windows
cols = ["rms", "crest", "kurt", "env"]
scores = []
for a, b in StratifiedGroupKFold(n_splits=4, shuffle=True, random_state=3).split(win, win.worn, groups=win.pump):
    et = ExtraTreesClassifier(n_estimators=60, random_state=0, min_samples_leaf=5)
    et.fit(win.iloc[a][cols], win.iloc[a].worn)
    scores.append(balanced_accuracy_score(win.iloc[b].worn, et.predict(win.iloc[b][cols])))

# %%
print("balanced accuracy by fold:", [round(s, 2) for s in scores])
print(f"average for a pump not in the training data: {np.mean(scores):.2f}")
