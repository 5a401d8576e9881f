# %%
import numpy as np
from scipy.optimize import curve_fit
from scipy.stats import chi2

rng = np.random.default_rng(87)
tau_true = 2.197
decays = rng.exponential(tau_true, 6000)
counts, edges = np.histogram(decays, bins=30, range=(0, 9))
mid = .5 * (edges[1:] + edges[:-1])

# %%
model = lambda t, n0, tau: n0 * np.exp(-t / tau)
sig = np.sqrt(counts)
p, c = curve_fit(model, mid, counts, p0=[800, 2], sigma=sig, absolute_sigma=True)
x2 = (((counts - model(mid, *p)) / sig) ** 2).sum()
print(f"tau = {p[1]:.3f} +/- {np.sqrt(c[1, 1]):.3f} us, chi2/ndf = {x2:.1f}/{len(mid) - 2}, p = {chi2.sf(x2, len(mid) - 2):.2f}")
