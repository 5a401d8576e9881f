# %%
import numpy as np
from scipy.optimize import curve_fit
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

def lorentz(f, A, f0, gamma, c):
    return A * (gamma / 2) ** 2 / ((f - f0) ** 2 + (gamma / 2) ** 2) + c

rng = np.random.default_rng(26)
f = np.linspace(980, 1020, 160)
amp = lorentz(f, 3.0, 1001.3, 4.2, .2) + rng.normal(0, .05, f.size)

# %%
popt, pcov = curve_fit(lorentz, f, amp, p0=[2, 1000, 5, 0])
err = np.sqrt(np.diag(pcov))
for name, v, s in zip(["A", "f0", "gamma", "c"], popt, err):
    print(f"{name} = {v:.3f} +/- {s:.3f}")
print("Q =", round(popt[1] / popt[2], 1))

# %%
plt.errorbar(f, amp, .05, fmt=".", ms=2)
plt.plot(f, lorentz(f, *popt))
plt.xlabel("f [Hz]")
