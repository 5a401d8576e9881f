# %%
import numpy as np
from scipy.stats import linregress, t as tdist
kB = 8.617e-5   # eV/K

rng = np.random.default_rng(19)
T = np.array([573, 598, 623, 648, 673, 698, 723, 748, 773.])
sigma = 4.1e3 / T * np.exp(-.62 / (kB * T)) * np.exp(rng.normal(0, .04, T.size))   # S/cm, one pellet per temperature

# %%
x, y = 1 / T, np.log(sigma * T)
fit = linregress(x, y)
Ea = -fit.slope * kB
half = tdist.ppf(.975, T.size - 2) * fit.stderr * kB

# %%
print(f"Ea = {Ea:.3f} ± {half:.3f} eV (95%), prefactor {np.exp(fit.intercept):.3g} S K/cm, R2 = {fit.rvalue**2:.4f}")
print("residuals:", (y - fit.intercept - fit.slope * x).round(3))
