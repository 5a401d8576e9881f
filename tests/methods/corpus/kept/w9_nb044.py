# %%
# application scorecard, refresh 2023-Q2 (personal loans, 24m horizon)
import numpy as np, pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, StratifiedKFold

rng = np.random.default_rng(71)
N = 2400
apps = pd.DataFrame({
    "employer": rng.choice([f"E{i:03d}" for i in range(420)], N),
    "income": rng.lognormal(10.3, .45, N),
    "dti": rng.beta(2, 5, N),
    "tenure_m": rng.integers(0, 180, N),
})
lin = -2.3 + 2.6 * apps.dti - .004 * apps.tenure_m - .3 * (np.log(apps.income) - 10.3)
apps["bad"] = (rng.random(N) < 1 / (1 + np.exp(-lin))).astype(int)
apps.describe().T.round(2)

# %%
# employer has far too many levels for dummies -> replace by its bad rate
apps["employer_br"] = apps.groupby("employer")["bad"].transform("mean")
apps["log_inc"] = np.log(apps["income"])
apps[["employer", "employer_br"]].drop_duplicates().sort_values("employer_br").tail()

# %%
feats = ["log_inc", "dti", "tenure_m", "employer_br"]
Z = (apps[feats] - [10.3, .28, 90, .12]) / [.45, .16, 52, .13]    # fixed constants from last year's build
cv = StratifiedKFold(5, shuffle=True, random_state=3)
base = cross_val_score(LogisticRegression(), Z.drop(columns="employer_br"), apps.bad, cv=cv, scoring="roc_auc")
full = cross_val_score(LogisticRegression(), Z, apps.bad, cv=cv, scoring="roc_auc")
print(f"AUC without employer {base.mean():.3f}, with employer {full.mean():.3f}")
print(f"Gini uplift from employer: {2*(full.mean()-base.mean()):.3f} -> include in the new scorecard")
