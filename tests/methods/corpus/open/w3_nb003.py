# %%
import numpy as np
from numpy.linalg import svd, lstsq
rng = np.random.default_rng(8)

# Raman spectra of sugar syrups, glucose in g/L
w = np.linspace(300, 1700, 400)
pk = lambda c, s: np.exp(-0.5 * ((w - c) / s) ** 2)
n = 90
g, f, b = rng.uniform(5, 60, n), rng.uniform(5, 60, n), rng.uniform(0.5, 2, n)
S = np.outer(g, pk(1125, 14) + 0.5 * pk(518, 10)) + np.outer(f, pk(1065, 16) + 0.4 * pk(627, 9))
S += np.outer(b, 30 * np.exp(-w / 900)) + rng.normal(0, 1.5, (n, w.size))

# %%
idx = rng.permutation(n)
tr, te = idx[:60], idx[60:]
mu, ym = S[tr].mean(0), g[tr].mean()
var = S[tr].var(0)
ch = np.sort(np.argsort(var)[-150:])
U, s, Vt = svd((S[tr] - mu)[:, ch], full_matrices=False)
k = 4
P = Vt[:k].T
print("explained by 4 components: %.3f" % (s[:k] ** 2 / (s ** 2).sum()).sum())

# %%
T = (S[tr] - mu)[:, ch] @ P
c, *_ = lstsq(T, g[tr] - ym, rcond=None)
pred = (S[te] - mu)[:, ch] @ P @ c + ym
rmsep = np.sqrt(np.mean((pred - g[te]) ** 2))
bias = np.mean(pred - g[te])
print(f"RMSEP = {rmsep:.2f} g/L, bias = {bias:+.2f} g/L, n = {te.size}")
