# Hospital admission after RSV infection: which infants end up in a bed?
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

def load():
    g = np.random.default_rng(77)
    n = 1500
    d = pd.DataFrame(dict(
        postcode=g.integers(0, 420, n),
        age_m=g.uniform(0, 24, n).round(1),
        preterm=g.binomial(1, .09, n),
        smoker_home=g.binomial(1, .22, n)))
    eta = -0.6 - 0.04 * d.age_m + 0.7 * d.preterm + 0.25 * d.smoker_home
    d["admitted"] = (g.random(n) < 1 / (1 + np.exp(-eta))).astype(int)
    return d

infants = load()

# %%
# 420 postcodes are too many for dummies -> use the admission rate of the area instead
infants = infants.assign(
    area_rate=lambda d: d.groupby("postcode")["admitted"].transform("mean"),
    young=lambda d: (d.age_m < 6).astype(int))
infants.head()

# %%
cols = ["area_rate", "age_m", "preterm", "smoker_home", "young"]
train = infants.sample(frac=0.7, random_state=0)
test = infants.drop(train.index)
m = LogisticRegression(max_iter=500).fit(train[cols], train.admitted)
auc = roc_auc_score(test.admitted, m.predict_proba(test[cols])[:, 1])

# %%
print(pd.Series(m.coef_[0], index=cols).round(2))
print("AUC, 30% test sample:", round(auc, 3))
print("Neighbourhood is the strongest predictor of admission.")
