# %%
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

rng = np.random.default_rng(63)
member = rng.normal([-3.0, 1.5, 7.4], [.15, .15, .1], (60, 3))
field = rng.normal([0, 0, 2], [4, 4, 1.2], (140, 3))
gaia = pd.DataFrame(np.vstack([member, field]), columns=["pmra", "pmdec", "parallax"])

# %%
scaled = StandardScaler().fit_transform(gaia)
for k in (2, 3, 4):
    lab = KMeans(k, n_init=5, random_state=0).fit_predict(scaled)
    print(k, "silhouette", round(silhouette_score(scaled, lab), 3), np.bincount(lab))
