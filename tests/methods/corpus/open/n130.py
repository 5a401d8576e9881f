# %%
import numpy as np
from scipy.stats import permutation_test

rng = np.random.default_rng(34)
cost_std = rng.lognormal(8, .9, 35)
cost_new = rng.lognormal(7.6, .9, 35)

def mean_diff(a, b, axis=-1):
    return a.mean(axis=axis) - b.mean(axis=axis)

# %%
res = permutation_test((cost_std, cost_new), mean_diff, n_resamples=4000, vectorized=True, rng=np.random.default_rng(0))
print(f"saving per case {res.statistic:.0f} EUR, permutation p = {res.pvalue:.4f}")
