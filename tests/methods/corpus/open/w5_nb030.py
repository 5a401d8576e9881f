# %%
import numpy as np
from scipy.stats import poisson, norm

rng = np.random.default_rng(606)
edges = np.linspace(0.9, 1.5, 41)             # GeV
mid = 0.5 * (edges[1:] + edges[:-1])
b = 120 * np.exp(-2.2 * (mid - 0.9))          # from simulation, luminosity-normalised
data = rng.poisson(b)

# %%
def scan(counts):
    """Smallest local p over sliding windows of two bins."""
    c = counts[..., :-1] + counts[..., 1:]
    e = b[:-1] + b[1:]
    return poisson.sf(c - 1, e)

ploc = scan(data)
k = ploc.argmin()
print(f"largest local excess near {edges[k + 1]:.3f} GeV, local Z = {norm.isf(ploc[k]):.2f}")

# %%
toys = rng.poisson(b, size=(20000, b.size))
pmin = scan(toys).min(axis=1)
pglob = (1 + np.sum(pmin <= ploc[k])) / (1 + len(pmin))

# %%
print(f"global p = {pglob:.3f} (Z = {norm.isf(pglob):.2f})")
print("evidence for a resonance" if pglob < 1.35e-3 else "spectrum compatible with background only")
