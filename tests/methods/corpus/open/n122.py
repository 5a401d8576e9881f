# %%
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.decomposition import PCA

rng = np.random.default_rng(46)
shape = rng.normal(size=(90, 1))
morph = pd.DataFrame(shape @ rng.normal(size=(1, 7)) + rng.normal(0, .6, (90, 7)),
                     columns=["bill_len", "bill_dep", "wing", "tail", "tarsus", "mass", "head"])

# %%
Z = StandardScaler().fit_transform(morph)
pca = PCA(n_components=3).fit(Z)
print("explained", pca.explained_variance_ratio_.round(2))
print(pd.DataFrame(pca.components_.T, index=morph.columns, columns=["PC1", "PC2", "PC3"]).round(2))
