# %%
import numpy as np
from scipy.constants import R
from scipy.optimize import curve_fit

# first-order decay of an azo initiator followed by UV absorbance at five temperatures
rng = np.random.default_rng(3)
temps = np.array([323.0, 333.0, 343.0, 353.0, 363.0])
t = np.linspace(0, 3600, 25)
k_set = 2.0e15 * np.exp(-128e3 / (R * temps))
traces = {T: 0.9 * np.exp(-k * t) + 0.05 + rng.normal(0, 0.004, t.size) for T, k in zip(temps, k_set)}

# %%
def decay(t, a0, k, base):
    return a0 * np.exp(-k * t) + base

k_fit, k_err = [], []
for T, a in traces.items():
    # the slow runs do not reach the baseline, which is known from the blank
    popt, pcov = curve_fit(lambda t, a0, k: decay(t, a0, k, 0.05), t, a, p0=(0.9, 1e-4))
    k_fit.append(popt[1]); k_err.append(np.sqrt(pcov[1, 1]))
    print(f"{T:.0f} K: k = {popt[1]:.3e} +/- {np.sqrt(pcov[1, 1]):.1e} 1/s")
k_fit, k_err = map(np.array, (k_fit, k_err))

# %%
coef, cov = np.polyfit(1 / temps, np.log(k_fit), 1, w=k_fit / k_err, cov="unscaled")
Ea, dEa = -coef[0] * R / 1e3, np.sqrt(cov[0, 0]) * R / 1e3
print(f"Activation energy {Ea:.1f} +/- {dEa:.1f} kJ/mol, ln A = {coef[1]:.1f}")
