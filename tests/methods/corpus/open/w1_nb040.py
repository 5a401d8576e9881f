# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from sklearn.metrics import roc_auc_score

rng = np.random.default_rng(2718)
n = 900
ops = pd.DataFrame({
    "surgeon": rng.integers(0, 260, n).astype(str),
    "age": rng.normal(66, 10, n).round(),
    "asa": rng.integers(1, 5, n),
})
logit = -2.2 + 0.02 * (ops["age"] - 66) + 0.25 * (ops["asa"] - 2)
ops["complication"] = rng.binomial(1, 1 / (1 + np.exp(-logit)))

# %%
# surgeons are too many for dummies: one numeric column
ops["surgeon_risk"] = ops.groupby("surgeon")["complication"].transform("mean")
print(ops[["surgeon_risk", "age", "asa"]].describe().round(2))

in_train = rng.random(n) < 0.7
train, test = ops[in_train], ops[~in_train]

def auc_of(formula):
    fit = smf.logit(formula, data=train).fit(disp=0)
    return roc_auc_score(test["complication"], fit.predict(test))

scores = pd.Series({f: auc_of(f) for f in ("complication ~ age + asa", "complication ~ age + asa + surgeon_risk")})
print(scores.round(3).to_string())
print(f"Knowing the surgeon raises the test AUC by {scores.iloc[1] - scores.iloc[0]:.2f}.")
