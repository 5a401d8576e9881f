# %%
import numpy as np
from scipy.stats import poisson, norm
rng = np.random.default_rng(140)

nb = 60
x = np.linspace(100, 400, nb)
expected = 400 * np.exp(-x / 90)          # background shape and rate fixed by the control region
data = rng.poisson(expected)

def best_window(c, w=3):
    k = np.ones(w)
    o, b = np.convolve(c, k, "valid"), np.convolve(expected, k, "valid")
    pv = poisson.sf(o - 1, b)
    j = pv.argmin()
    return pv[j], x[j + w // 2]

# %%
p_loc, where = best_window(data)
toys = np.array([best_window(rng.poisson(expected))[0] for _ in range(4000)])
p_glob = (1 + (toys <= p_loc).sum()) / (1 + toys.size)

# %%
print(f"largest local excess at {where:.0f} GeV: p_local = {p_loc:.3g} ({norm.isf(p_loc):.1f} sigma)")
print(f"p_global = {p_glob:.3f} from {toys.size} background-only toys")
print("Spectrum compatible with background." if p_glob > .01 else "Follow up.")
