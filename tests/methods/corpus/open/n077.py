# %%
import numpy as np
import pandas as pd
from sklearn.model_selection import KFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(21)
rows = []
for subj in range(20):
    dx = subj % 2
    finger = rng.normal(0, 1.5, 8)
    for trial in range(15):
        rows.append([subj, dx, *(finger + rng.normal(0, .5, 8))])
bands = ["delta", "theta", "alpha1", "alpha2", "beta1", "beta2", "gamma1", "gamma2"]
eeg = pd.DataFrame(rows, columns=["subject", "adhd"] + bands)
eeg.groupby("adhd")[bands].mean()

# %%
pipe = make_pipeline(StandardScaler(), KNeighborsClassifier(5))
cv = KFold(n_splits=5, shuffle=True, random_state=0)
scores = cross_val_score(pipe, eeg[bands], eeg["adhd"], cv=cv)
print(f"ADHD can be diagnosed from EEG with {100*scores.mean():.1f} % accuracy")
