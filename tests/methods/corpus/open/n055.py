# %%
import numpy as np
from scipy.stats import linregress

rng = np.random.default_rng(88)
conc = np.repeat([0.5, 1, 2, 5, 10, 20], 4).astype(float)
area = 12.5 * conc + 3 + rng.normal(0, 14, conc.size)

# %%
fit = linregress(conc, area)
print("R2 =", fit.rvalue ** 2)
while fit.rvalue ** 2 < 0.995:
    res = np.abs(area - (fit.slope * conc + fit.intercept))
    worst = res.argmax()
    conc, area = np.delete(conc, worst), np.delete(area, worst)
    fit = linregress(conc, area)

# %%
print(f"R2 = {fit.rvalue**2:.4f} with {conc.size} points")
s = np.std(area - fit.slope * conc - fit.intercept, ddof=2)
print(f"LOD = {3.3 * s / fit.slope:.2f} mg/L")
