# %%
import numpy as np
import pandas as pd
from sklearn.model_selection import GroupKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.neighbors import KNeighborsClassifier

rng = np.random.default_rng(22)
rows = []
for s in range(24):
    prof = rng.normal(0, 1.2, 6) + (s % 2) * 1.4
    rows += [[s, s % 2, *(prof + rng.normal(0, .5, 6))] for _ in range(12)]
hrv = pd.DataFrame(rows, columns=["subj", "label"] + [f"hrv{i}" for i in range(6)])

# %%
X, y = hrv.filter(like="hrv"), hrv.label
acc = cross_val_score(make_pipeline(StandardScaler(), KNeighborsClassifier(7)), X, y, groups=hrv.subj, cv=GroupKFold(6))
print(f"accuracy on unseen people: {acc.mean():.2f}")
