# %%
import numpy as np
import pandas as pd
from scipy.special import gammaln

rng = np.random.default_rng(88)
habitats = {"alder": (38, 0.9, 620), "spruce": (21, 1.3, 410), "oak": (44, 0.8, 880)}

def mist_net(n_species, skew, caught):
    ab = rng.lognormal(0, skew, n_species)
    return rng.multinomial(caught, ab / ab.sum())

catch = {h: mist_net(*v) for h, v in habitats.items()}

# %%
lchoose = lambda n, k: gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)

def rarefy(counts, m):
    counts = counts[counts > 0]
    N = counts.sum()
    absent = np.where(N - counts >= m, np.exp(lchoose(np.maximum(N - counts, m), m) - lchoose(N, m)), 0.0)
    return np.sum(1 - absent)

# %%
steps = [25, 50, 100, 200, 400]
curve = pd.DataFrame({h: [rarefy(c, m) for m in steps] for h, c in catch.items()}, index=pd.Index(steps, name="birds"))
print(curve.round(1))

# %%
for h, c in catch.items():
    q = c[c > 0] / c.sum()
    print(f"{h:7s} caught {c.sum():4d}  observed S {np.count_nonzero(c):2d}  exp(H') {np.exp(-(q * np.log(q)).sum()):.1f}")
