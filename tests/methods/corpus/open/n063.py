# %%
import numpy as np
from sklearn.cross_decomposition import PLSRegression
from sklearn.linear_model import LinearRegression

rng = np.random.RandomState(10)
n, p = 50, 400
wn = np.linspace(4000, 10000, p)
moisture = rng.uniform(5, 15, n)
spectra = 0.02 * moisture[:, None] * np.exp(-((wn - 5200) / 150) ** 2) + rng.normal(0, 0.4, (n, p))

# %%
pls = PLSRegression(n_components=6)
pls.fit(spectra, moisture)
scores = pls.transform(spectra)

# %%
idx = rng.permutation(n)
cal, val = idx[:35], idx[35:]
mlr = LinearRegression().fit(scores[cal], moisture[cal])
resid = moisture[val] - mlr.predict(scores[val])
rmsep = np.sqrt(np.mean(resid ** 2))
print(f"RMSEP = {rmsep:.2f} % on {len(val)} independent samples")
