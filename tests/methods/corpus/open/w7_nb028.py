# Moth trap, 6 nights pooled per site -- diversity numbers for the report
import numpy as np
import pandas as pd
from scipy.special import gammaln

rng = np.random.default_rng(21)
sites = {"heath": (45, .9, 800), "spruce": (25, 1.6, 450), "meadow": (60, .7, 1200)}
comm = {}
for s, (rich, skew, n) in sites.items():
    w = rng.lognormal(0, skew, rich)
    comm[s] = rng.multinomial(n, w / w.sum())

# %%
shannon = lambda c: -(c[c > 0] / c.sum() * np.log(c[c > 0] / c.sum())).sum()
simpson = lambda c: 1 - ((c / c.sum()) ** 2).sum()
chao1 = lambda c: (c > 0).sum() + (c == 1).sum() * ((c == 1).sum() - 1) / (2 * ((c == 2).sum() + 1))

def rarefy(c, m):
    c, N = c[c > 0], c.sum()
    lnC = lambda a, b: gammaln(a + 1) - gammaln(b + 1) - gammaln(a - b + 1)
    miss = np.array([np.exp(lnC(N - k, m) - lnC(N, m)) if N - k >= m else 0.0 for k in c])
    return (1 - miss).sum()

# %%
m = min(c.sum() for c in comm.values())
rep = pd.DataFrame({s: {"N": c.sum(), "S": (c > 0).sum(), "H'": shannon(c), "1-D": simpson(c),
                        "Chao1": chao1(c), f"S({m})": rarefy(c, m)} for s, c in comm.items()}).T
print(rep.round(2))
