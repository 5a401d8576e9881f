# %%
import numpy as np
from scipy.stats import spearmanr

rng = np.random.default_rng(44)
years = np.arange(1981, 2021)
flow = rng.gamma(4, 50, len(years))
sst = rng.normal(0, 0.6, (len(years), 15, 20))

# %%
rmap = np.zeros((15, 20)); pmap = np.ones((15, 20))
for i in range(15):
    for j in range(20):
        rmap[i, j], pmap[i, j] = spearmanr(flow, sst[:, i, j])

# %%
teleconnected = np.argwhere(pmap < 0.05)
print(f"{len(teleconnected)} cells show a significant teleconnection")
i, j = np.unravel_index(np.abs(rmap).argmax(), rmap.shape)
print(f"strongest: cell ({i},{j}) rho={rmap[i,j]:.2f}, p={pmap[i,j]:.4f}")
