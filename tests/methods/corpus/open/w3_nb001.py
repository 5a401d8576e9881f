# %%
import numpy as np
from scipy.optimize import curve_fit
from scipy.stats import t as tdist
R = 8.314462
rng = np.random.default_rng(71)

# %%
# rate constants of the ester hydrolysis, one fresh solution for each temperature
T = np.array([288.2, 293.1, 298.2, 303.2, 308.1, 313.2, 318.2, 323.1, 328.2])
k = 4.1e7 * np.exp(-61.5e3 / (R * T)) * np.exp(rng.normal(0, 0.05, T.size))

# %%
arr = lambda x, lnA, Ea: lnA - Ea * 1e3 / R * x
x, y = 1 / T, np.log(k)
popt, pcov = curve_fit(arr, x, y, p0=(15, 50))
se = np.sqrt(np.diag(pcov))
half = tdist.ppf(0.975, T.size - 2) * se
r = y - arr(x, *popt)

# %%
print(f"Ea = {popt[1]:.1f} +/- {half[1]:.1f} kJ/mol (95 %), ln A = {popt[0]:.2f} +/- {half[0]:.2f}")
print("largest residual in ln k:", np.abs(r).max().round(3), " rms:", r.std(ddof=2).round(3))
for Ti, ki in zip(T, k):
    print(f"{Ti - 273.15:5.1f} C   k = {ki:.3e} 1/s")
