# %%
import numpy as np
from scipy.stats import poisson, norm
rng = np.random.default_rng(4)

# %%
# dimuon mass, background shape from the control region
edges = np.linspace(20, 120, 201)
mid = 0.5 * (edges[1:] + edges[:-1])
B = 3000 * np.exp(-mid / 28); B *= 6000 / B.sum()
obs = rng.poisson(B)

# %%
def window(i, k=4):
    s = slice(i, i + k)
    return obs[s].sum(), B[s].sum()

pv = np.array([poisson.sf(o - 1, b) for o, b in (window(i) for i in range(len(mid) - 3))])

# %%
i = pv.argmin()
o, b = window(i)
Z = norm.isf(pv[i])
print(f"window {edges[i]:.1f}-{edges[i + 4]:.1f} GeV: {o} events on {b:.1f} expected")
print(f"p = {pv[i]:.2e}, i.e. {Z:.1f} sigma")
if Z > 3:
    print("Evidence for a narrow resonance.")
