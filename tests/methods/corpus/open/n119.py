# %%
import numpy as np
from scipy.stats import theilslopes

rng = np.random.default_rng(54)
age_ma = np.sort(rng.uniform(0, 80, 40))
depth_m = 2600 + 350 * np.sqrt(age_ma) + rng.normal(0, 120, 40)
depth_m[[7, 22]] -= 1800      # seamounts

# %%
slope, intercept, lo, hi = theilslopes(depth_m, np.sqrt(age_ma))
print(f"ridge depth {intercept:.0f} m, subsidence {slope:.0f} [{lo:.0f}, {hi:.0f}] m / sqrt(Ma)")
