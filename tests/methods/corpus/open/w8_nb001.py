#!/usr/bin/env python
# dimuon spectrum 12-60 GeV, search for a narrow state
import numpy as np
from scipy.stats import poisson, norm

rng = np.random.default_rng(20)
edges = np.arange(12, 60.01, .6)
mid = .5 * (edges[1:] + edges[:-1])
expected = 900 * np.exp(-mid / 14) + 12     # from simulation, normalised to luminosity
observed = rng.poisson(expected)
print(len(mid), "bins,", observed.sum(), "events")

# %%
p0 = poisson.sf(observed - 1, expected)
z = norm.isf(p0)

# %%
j = z.argmax()
print(f"Largest excess at m = {mid[j]:.1f} GeV: {observed[j]} events seen, {expected[j]:.1f} expected")
print(f"p0 = {p0[j]:.1e}, i.e. {z[j]:.1f} sigma")
if p0[j] < 0.05:
    print("Evidence for a new narrow resonance at this mass.")
