# %%
import numpy as np
from scipy.cluster.hierarchy import linkage, fcluster
from scipy.spatial.distance import squareform

rois = ["PCC", "mPFC", "lAG", "rAG", "dACC", "lAI", "rAI", "lFEF", "rFEF", "lIPS", "rIPS"]
net = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2])
rng = np.random.default_rng(1010)

def session():
    common = rng.normal(size=(3, 240))
    return common[net] + rng.normal(0, 1.3, (len(rois), 240))

# %%
# Fisher-averaged matrix over 24 participants
z = np.zeros((len(rois),) * 2)
for _ in range(24):
    r = np.corrcoef(session())
    np.fill_diagonal(r, 0)
    z += np.arctanh(r)
R = np.tanh(z / 24)

# %%
dist = 1 - R
np.fill_diagonal(dist, 0)
tree = linkage(squareform(dist, checks=False), "average")
for lab in np.unique(c := fcluster(tree, 3, "maxclust")):
    print("cluster", lab, [n for n, k in zip(rois, c) if k == lab])

# %%
i, j = np.triu_indices(len(rois), 1)
for k in np.argsort(-R[i, j])[:6]:
    print(f"{rois[i[k]]:5s} {rois[j[k]]:5s} mean r = {R[i[k], j[k]]:.2f}")
print("Exploratory; these pairs will be the seeds in the second cohort.")
