# %%
import numpy as np
import pandas as pd

# surface reflectance cube: 12 dates x (red, nir, swir) x 60 x 60 pixels, with a cloud mask
rng = np.random.default_rng(99)
dates = pd.date_range("2021-01-15", periods=12, freq="MS")
green = 0.35 + 0.3 * np.sin(np.pi * (np.arange(12) - 2) / 9).clip(0)
crop = np.add.outer(np.arange(60) // 20, np.arange(60) // 30 * 3)
vigour = np.linspace(0.7, 1.2, 6)[crop]
veg = green[:, None, None] * vigour
red = 0.20 - 0.16 * veg + rng.normal(0, 0.01, (12, 60, 60))
nir = 0.18 + 0.35 * veg + rng.normal(0, 0.01, (12, 60, 60))
swir = 0.30 - 0.15 * veg + rng.normal(0, 0.01, (12, 60, 60))
cloud = rng.random((12, 60, 60)) < 0.2

# %%
def ratio_index(a, b):
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(a + b > 0.02, (a - b) / (a + b), np.nan)

stack = {"ndvi": ratio_index(nir, red), "ndmi": ratio_index(nir, swir)}
stack = {k: np.where(cloud, np.nan, v) for k, v in stack.items()}

# %%
profile = pd.concat(
    {k: pd.DataFrame({f: np.nanmedian(v[:, crop == f], axis=1) for f in range(6)}, index=dates) for k, v in stack.items()},
    axis=1, names=["index", "field"])
peak = profile["ndvi"].idxmax().dt.strftime("%b")
print(profile["ndvi"].round(2).to_string())
print("peak month per field:", peak.to_dict())
print(f"valid observations per pixel: {np.mean((~cloud).sum(0)):.1f} of 12")
