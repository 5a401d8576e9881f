import numpy as np
from scipy.optimize import curve_fit

# Holling type II: Daphnia eaten by a notonectid in 1 h, each container with a fresh predator
rng = np.random.default_rng(24)
density = np.repeat([2, 5, 10, 20, 40, 80, 120], 6).astype(float)
holling = lambda N, a, h: a * N / (1 + a * h * N)
eaten_rate = holling(density, 0.9, 0.045) + rng.normal(0, .9, density.size)

# %%
popt, pcov = curve_fit(holling, density, eaten_rate, p0=(1, .1))
err = np.sqrt(np.diag(pcov))
for nm, v, e in zip(("attack rate a", "handling time h"), popt, err):
    print(f"{nm:16s} {v:.4f} ± {e:.4f}")

# %%
res = eaten_rate - holling(density, *popt)
by_d = {int(d): res[density == d].std(ddof=1).round(2) for d in np.unique(density)}
print("residual sd by density", by_d)
print("asymptote 1/h = %.1f prey per hour" % (1 / popt[1]))
