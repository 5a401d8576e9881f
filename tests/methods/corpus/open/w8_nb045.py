import numpy as np
from scipy.optimize import curve_fit
import matplotlib.pyplot as plt

# hot jupiter transit, trapezoid model
def trapez(t, t0, depth, dur, ingress):
    x = np.abs(t - t0)
    return 1 - depth * np.clip((dur / 2 - x) / ingress, 0, 1)

rng = np.random.default_rng(2)
t = np.linspace(-3, 3, 500)
sig = 8e-4
f = trapez(t, .05, .0105, 2.6, .3) + rng.normal(0, sig, t.size)

# %%
popt, pcov = curve_fit(trapez, t, f, p0=[0, .01, 2.5, .25], sigma=np.full(t.size, sig), absolute_sigma=True)
perr = np.sqrt(np.diag(pcov))
chi2 = np.sum(((f - trapez(t, *popt)) / sig) ** 2)
for n, a, b in zip(["t0 [h]", "depth", "T14 [h]", "ingress [h]"], popt, perr):
    print(f"{n:12s} {a:9.5f} +- {b:.5f}")
print(f"chi2/dof = {chi2:.0f}/{t.size - 4}")

# %%
fig, ax = plt.subplots()
ax.errorbar(t, f, sig, fmt=".", alpha=.3)
ax.plot(t, trapez(t, *popt), lw=2)
k = np.sqrt(popt[1])
print(f"Rp/Rs = {k:.4f} +- {perr[1] / (2 * k):.4f}")
