# %%
import numpy as np
from scipy.stats import ttest_ind

rng = np.random.default_rng(0)

def power(n, d, reps=400, alpha=0.05):
    p = np.array([ttest_ind(rng.normal(d, 1, n), rng.normal(0, 1, n)).pvalue for _ in range(reps)])
    return (p < alpha).mean()

# %%
for n in (20, 40, 64, 100):
    print(f"n = {n:3d} per group: power {power(n, 0.5):.2f}")
