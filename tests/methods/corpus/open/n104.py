# %%
import numpy as np
from scipy import stats

rng = np.random.default_rng(30)
channels = ["Fz", "Cz", "Pz", "Oz", "C3", "C4", "P3", "P4"]
diff = {ch: rng.normal(0.1, 1.0, 25) for ch in channels}
diff["Pz"] += 1.0

# %%
alpha = 0.05 / len(channels)
for ch in channels:
    t, p = stats.ttest_1samp(diff[ch], 0)
    flag = "*" if p < alpha else " "
    print(f"{ch:3s} t(24) = {t:5.2f}  p = {p:.4f} {flag}")
