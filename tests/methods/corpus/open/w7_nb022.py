import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score, average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

# 30-day readmission after hip fracture
rng = np.random.default_rng(48)
n = 2000
X = pd.DataFrame({"age": rng.normal(80, 8, n), "hb": rng.normal(118, 16, n), "los": rng.poisson(8, n),
                  "charlson": rng.poisson(2, n), "creat": rng.lognormal(4.4, .3, n)})
lp = -4 + .5 * X.charlson - .03 * (X.hb - 118) + .08 * (X.los - 8)
y = pd.Series(rng.binomial(1, 1 / (1 + np.exp(-lp))), name="readm")
# %%
Xa, Xb, ya, yb = train_test_split(X, y, test_size=.3, stratify=y, random_state=9)
minority = Xa[ya == 1]
extra = resample(minority, n_samples=(ya == 0).sum() - len(minority), random_state=9)
Xa_up = pd.concat([Xa, extra])
ya_up = np.r_[ya.values, np.ones(len(extra), int)]
print(ya.mean().round(3), "->", ya_up.mean().round(3))
# %%
rf = RandomForestClassifier(120, min_samples_leaf=10, random_state=0).fit(Xa_up, ya_up)
s = rf.predict_proba(Xb)[:, 1]
print(f"test: n={len(yb)}, prevalence {yb.mean():.3f}, AUC {roc_auc_score(yb, s):.3f}, AP {average_precision_score(yb, s):.3f}")
