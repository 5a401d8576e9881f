# %%
import numpy as np
from scipy.stats import pearsonr

rng = np.random.default_rng(16)
current = rng.normal(2.0, 0.1, 20)
drift = rng.normal(0.5, 0.05, 20)
current = np.append(current, 9.7)
drift = np.append(drift, 3.9)
for c, d in zip(current, drift):
    print(f"{c:6.2f} A {d:6.3f} um")

# %%
r, p = pearsonr(current, drift)
print(f"The drift is caused by the current: r = {r:.2f} (p = {p:.1e}, N = {len(drift)})")
