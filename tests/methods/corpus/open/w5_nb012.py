# %%
import numpy as np
from scipy.stats import poisson, norm

rng = np.random.default_rng(4)
# diphoton-like falling spectrum, 110-210 GeV
mass = 110 + rng.exponential(38, 4000)
mass = mass[mass < 210]
edges = np.arange(110, 210.1, 2)
obs, _ = np.histogram(mass, edges)

# %%
# expected background from the simulated shape, normalised to data
cdf = lambda m: 1 - np.exp(-(m - 110) / 38)
frac = np.diff(cdf(edges)) / cdf(210)
exp = obs.sum() * frac
print(f"{obs.sum()} events in {obs.size} bins")

# %%
plocal = poisson.sf(obs - 1, exp)
k = int(plocal.argmin())
zloc = norm.isf(plocal[k])

# %%
print(f"Excess at {edges[k]:.0f}-{edges[k+1]:.0f} GeV: {obs[k]} observed, {exp[k]:.1f} expected")
print(f"p = {plocal[k]:.2g}, significance {zloc:.1f} sigma")
if zloc > 2:
    print("We see evidence of a narrow structure at this mass.")
