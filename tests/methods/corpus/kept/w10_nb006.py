# %%
import numpy as np
from scipy.optimize import curve_fit
rng = np.random.default_rng(51)

# radial velocities of HD-like target, circular orbit
t = np.sort(rng.uniform(0, 90, 46))
sig = rng.uniform(2, 4, t.size)
rv = 31 * np.sin(2 * np.pi * t / 11.9 + .7) + 4 + rng.normal(0, sig)

def orbit(t, K, P, phi, gamma):
    return K * np.sin(2 * np.pi * t / P + phi) + gamma

# %%
p, C = curve_fit(orbit, t, rv, p0=(25, 12, 0.5, 0), sigma=sig, absolute_sigma=True)
err = np.sqrt(np.diag(C))
chi2 = (((rv - orbit(t, *p)) / sig) ** 2).sum()
for name, v, s in zip(["K (m/s)", "P (d)", "phi", "gamma (m/s)"], p, err):
    print(f"{name:12s}{v:8.3f} ± {s:.3f}")
print(f"chi2/dof = {chi2 / (t.size - 4):.2f}")

# %%
G, Msun, Mjup = 6.674e-11, 1.989e30, 1.898e27
K, P = p[0], p[1] * 86400
msini = K * (P / (2 * np.pi * G)) ** (1 / 3) * (0.95 * Msun) ** (2 / 3)
print(f"m sin i = {msini / Mjup:.2f} M_Jup for a 0.95 M_sun star")
