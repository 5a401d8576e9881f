# %%
import numpy as np
import matplotlib.pyplot as plt
rng = np.random.default_rng(88)

# first look at the pilot plant log: 12 sensors, one day at 1 min
nm = [f"TI{i}" for i in range(1, 6)] + [f"PI{i}" for i in range(1, 4)] + ["FI1", "FI2", "pH", "DO"]
n = 1440
L = rng.normal(size=(3, n)).cumsum(1) * 0.05
X = L.T @ rng.normal(size=(3, 12)) + rng.normal(0, 0.4, (n, 12))
X[rng.integers(0, n, 20), rng.integers(0, 12, 20)] = np.nan

# %%
bad = np.isnan(X)
for j in range(12):
    X[bad[:, j], j] = np.interp(np.flatnonzero(bad[:, j]), np.flatnonzero(~bad[:, j]), X[~bad[:, j], j])
print("gaps filled:", dict(zip(nm, bad.sum(0).tolist())))

# %%
C = np.corrcoef(X, rowvar=False)
iu = np.triu_indices(12, 1)
o = np.argsort(-np.abs(C[iu]))[:8]
for k in o:
    i, j = iu[0][k], iu[1][k]
    xc = [np.corrcoef(X[60:-60, i], X[60 + s:n - 60 + s, j])[0, 1] for s in range(-60, 61, 5)]
    print(f"{nm[i]:4s} {nm[j]:4s} r = {C[i, j]:+.2f}, largest |r| at shift {range(-60, 61, 5)[int(np.argmax(np.abs(xc)))]} min")
plt.imshow(C, vmin=-1, vmax=1); plt.close("all")
print("Pairs to discuss with the operators before the tracer experiment is planned.")
