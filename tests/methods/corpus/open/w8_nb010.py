import numpy as np
from scipy.stats import poisson, norm

rng = np.random.default_rng(10)
m = np.linspace(100, 300, 81)
m = .5 * (m[1:] + m[:-1])
b = 250 * (m / 100) ** -3.2
data = rng.poisson(b)

def scan(counts):
    """smallest local p over a window of three neighbouring bins"""
    kern = np.ones(3)
    bb = np.convolve(b, kern, "valid")
    nn = np.apply_along_axis(np.convolve, -1, counts, kern, "valid")
    return poisson.sf(np.rint(nn) - 1, bb)

# %%
p_loc = scan(data)
i = p_loc.argmin()
print(f"most discrepant window around {m[i+1]:.0f} GeV, local p = {p_loc[i]:.4f} ({norm.isf(p_loc[i]):.1f} sigma)")

# %%
toys = rng.poisson(b, size=(4000, b.size))
p_min = scan(toys).min(axis=1)
p_glob = (1 + np.sum(p_min <= p_loc[i])) / (1 + len(p_min))

# %%
print(f"global p over the full mass range = {p_glob:.3f}")
print("no significant excess" if p_glob > 1.35e-3 else "excess above three sigma globally")
