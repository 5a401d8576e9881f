# %%
import numpy as np
import pandas as pd
from scipy.stats import linregress

rng = np.random.default_rng(96)
std = pd.DataFrame({"level": np.repeat([0., 1, 2, 5, 10, 20], 3)})
std["peak_area"] = 210 * std.level + 15 + rng.normal(0, 12, len(std))
cal = std.groupby("level", as_index=False).peak_area.mean()

# %%
fit = linregress(cal.level, cal.peak_area)
blank_sd = rng.normal(15, 6, 10).std(ddof=1)
print(f"area = {fit.slope:.1f} c + {fit.intercept:.1f}, R2 = {fit.rvalue**2:.4f}")
print(f"LOD {3 * blank_sd / fit.slope:.3f}, LOQ {10 * blank_sd / fit.slope:.3f} mg/L")
