# %%
import numpy as np
from scipy.stats import sigmaclip

rng = np.random.default_rng(43)
ny = nx = 64
bias = 300 + rng.normal(0, 4, (ny, nx))
flat = 1 + .05 * np.linspace(-1, 1, nx)[None, :] * np.ones((ny, 1))
yy, xx = np.mgrid[:ny, :nx]
star = 5000 * np.exp(-((xx - 30) ** 2 + (yy - 33) ** 2) / (2 * 2.0 ** 2))
raw = rng.poisson((star + 120) * flat) + bias

# %%
sci = (raw - np.median(bias)) / (flat / flat.mean())
r = np.hypot(xx - 30, yy - 33)
sky, lo, hi = sigmaclip(sci[(r > 14) & (r < 22)], 3, 3)
flux = (sci[r < 8] - np.median(sky)).sum()
print(f"sky = {np.median(sky):.1f} ADU, flux = {flux:.0f} ADU, mag = {25 - 2.5 * np.log10(flux):.3f}")
