# For the methods seminar: what does looking at the data every 5 participants do to alpha?
import numpy as np
from scipy.stats import ttest_ind

rng = np.random.default_rng(10)

def experiments(n_sim, n_start=10, n_max=60, step=5):
    """two groups, no difference; rows = looks, columns = simulated experiments"""
    a, b = rng.normal(size=(2, n_max, n_sim))
    looks = range(n_start, n_max + 1, step)
    return np.array([ttest_ind(a[:n], b[:n]).pvalue for n in looks])

# %%
ps = experiments(5000)
peek, fixed = (ps.min(axis=0) < .05).mean(), (ps[-1] < .05).mean()
se = np.sqrt(peek * (1 - peek) / ps.shape[1])

# %%
print(f"fixed n:             false positive rate {fixed:.3f}")
print(f"stop as soon as sig: false positive rate {peek:.3f} (MC se {se:.3f})")
print(f"factor {peek / .05:.1f} over the nominal level")
