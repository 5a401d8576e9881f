import numpy as np, pandas as pd
from sklearn.decomposition import PCA
from sklearn.cluster import KMeans
import matplotlib.pyplot as plt

# 1000G-like sanity look at the new genotype batch. Nothing to test here, just want to see the structure.
rng = np.random.default_rng(404040)
p0 = rng.uniform(.1, .9, 600)
pops = [np.clip(p0 + rng.normal(0, .12, 600), .02, .98) for _ in range(3)]
geno = np.vstack([rng.binomial(2, p, (50, 600)) for p in pops]).astype(float)
geno[rng.random(geno.shape) < .01] = np.nan
# %%
call = pd.DataFrame(geno)
print("missing per sample, worst:", call.isna().mean(axis=1).max().round(3))
call = call.fillna(call.mean())
call = call.loc[:, call.mean().between(.1, 1.9)]
# %%
pcs = PCA(5).fit(call - call.mean())
sc = pcs.transform(call - call.mean())
km = KMeans(3, n_init=5, random_state=0).fit(sc[:, :2])
print("explained:", pcs.explained_variance_ratio_.round(3))
# %%
fig, ax = plt.subplots(figsize=(4, 4))
ax.scatter(sc[:, 0], sc[:, 1], c=km.labels_, s=8); ax.set(xlabel="PC1", ylabel="PC2")
plt.close(fig)
print("cluster sizes", np.bincount(km.labels_), "- three groups visible, ask the wet lab about plate layout")
