# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import make_pipeline
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split

rng = np.random.default_rng(29)
n = 1500
pan = pd.DataFrame({"age": rng.integers(18, 85, n), "interest": rng.integers(1, 6, n), "moved": rng.random(n) < .12, "edu": rng.integers(1, 5, n)})
zz = -1.3 + .03 * (pan.age - 45) + .5 * (pan.interest - 3) - .6 * pan.moved + 2.2
pan["voted"] = (rng.random(n) < 1 / (1 + np.exp(-zz))).astype(int)
print("turnout", pan.voted.mean().round(3))

# %%
rest, test = train_test_split(pan, test_size=.25, random_state=1, stratify=pan.voted)
train, val = train_test_split(rest, test_size=.33, random_state=1, stratify=rest.voted)
cols = ["age", "interest", "moved", "edu"]
mod = make_pipeline(StandardScaler(), LogisticRegression()).fit(train[cols], train.voted)
pv = mod.predict_proba(val[cols])[:, 1]

# %%
cuts = np.linspace(.3, .9, 61)
ba = np.array([balanced_accuracy_score(val.voted, pv > c) for c in cuts])
c = cuts[ba.argmax()]
print(f"cut {c:.2f} (balanced accuracy in validation {ba.max():.3f})")

# %%
pt = mod.predict_proba(test[cols])[:, 1]
print(f"Test respondents (n={len(test)}): balanced accuracy {balanced_accuracy_score(test.voted, pt > c):.3f} at cut {c:.2f}")
