# %%
import numpy as np
import pandas as pd
from sklearn.utils import resample
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold
from sklearn.metrics import roc_auc_score, average_precision_score

rng = np.random.default_rng(64)
N = 700
dat = pd.DataFrame({"load": rng.normal(2400, 420, N), "ham_q": rng.normal(.62, .07, N), "prev": rng.integers(0, 3, N), "age": rng.normal(24, 4, N)})
z = -3 + .9 * dat.prev - 8 * (dat.ham_q - .62) + .0008 * (dat["load"] - 2400)
dat["strain"] = (rng.random(N) < 1 / (1 + np.exp(-z))).astype(int)
print("hamstring strains:", dat.strain.sum(), "of", N, "players")

# %%
cols = ["load", "ham_q", "prev", "age"]
out = []
for i, (tr, te) in enumerate(StratifiedKFold(5, shuffle=True, random_state=9).split(dat[cols], dat.strain)):
    train, test = dat.iloc[tr], dat.iloc[te]
    maj, mino = train[train.strain == 0], train[train.strain == 1]
    up = resample(mino, n_samples=len(maj), replace=True, random_state=i)
    bal = pd.concat([maj, up])
    rf = RandomForestClassifier(40, min_samples_leaf=4, random_state=i).fit(bal[cols], bal.strain)
    p = rf.predict_proba(test[cols])[:, 1]
    out.append({"fold": i, "auc": roc_auc_score(test.strain, p), "ap": average_precision_score(test.strain, p), "base": test.strain.mean()})
res = pd.DataFrame(out).set_index("fold")

# %%
print(res.round(2))
print(f"AUC {res.auc.mean():.2f} (folds {res.auc.min():.2f} to {res.auc.max():.2f}); average precision {res.ap.mean():.2f} at a base rate of {res.base.mean():.2f}")
