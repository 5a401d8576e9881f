# %%
import numpy as np
import pandas as pd
from sklearn.utils import resample
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.metrics import average_precision_score

rng = np.random.default_rng(85)
mach = pd.DataFrame({"temp": rng.normal(60, 8, 900), "vib": rng.gamma(2, 1, 900)})
mach["fail"] = (rng.random(900) < 1 / (1 + np.exp(6 - .8 * mach.vib - .03 * mach.temp))).astype(int)
train, test = train_test_split(mach, test_size=.3, stratify=mach.fail, random_state=4)

# %%
pos, neg = train[train.fail == 1], train[train.fail == 0]
train_bal = pd.concat([neg, resample(pos, n_samples=len(neg), replace=True, random_state=0)])
clf = LogisticRegression(max_iter=1000).fit(train_bal[["temp", "vib"]], train_bal.fail)

# %%
ap = average_precision_score(test.fail, clf.predict_proba(test[["temp", "vib"]])[:, 1])
print(f"AP {ap:.3f}, prevalence {test.fail.mean():.3f}")
