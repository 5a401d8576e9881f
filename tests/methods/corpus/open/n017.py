# %%
import numpy as np
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score, StratifiedKFold

np.random.seed(3)
n_samples, n_genes = 60, 3000
expr = np.random.lognormal(mean=2, sigma=0.6, size=(n_samples, n_genes))
tumour = np.repeat([0, 1], n_samples // 2)
logexpr = np.log2(expr + 1)

# %%
# keep the 25 most informative genes
sel = SelectKBest(f_classif, k=25)
X = sel.fit_transform(logexpr, tumour)
print(X.shape)

# %%
cv = StratifiedKFold(5, shuffle=True, random_state=1)
acc = cross_val_score(SVC(kernel="linear", C=1.0), X, tumour, cv=cv)
print("CV accuracy: %.2f +/- %.2f" % (acc.mean(), acc.std()))
