# %%
import numpy as np
from scipy.stats import linregress
rng = np.random.default_rng(3)

age = {"BH1": 0.4, "BH2": 0.7, "BH3": 1.1, "BH4": 1.5, "BH5": 1.8, "BH6": 2.3, "BH7": 2.7}    # Ga
hf = {b: rng.normal(58, 7) + rng.normal(0, 4, 24) for b in age}   # mW/m2, 24 depth intervals

# %%
x = np.concatenate([np.full(len(v), age[b]) for b, v in hf.items()])
y = np.concatenate(list(hf.values()))
print(f"{y.size} interval heat flows, mean {y.mean():.1f} mW/m2")

# %%
lr = linregress(x, y)
ci = 1.96 * lr.stderr
print(f"dq/dage = {lr.slope:.2f} +/- {ci:.2f} mW/m2 per Ga (r = {lr.rvalue:.2f}, p = {lr.pvalue:.1e})")
print("Heat flow depends on crustal age in this province." if lr.pvalue < 0.01 else "No dependence on age.")
