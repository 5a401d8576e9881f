# %%
import numpy as np
from scipy import stats

rng = np.random.RandomState(207)
t_ms = np.arange(-100, 600, 4)
old = np.cumsum(rng.normal(0, .4, (16, t_ms.size)), axis=1)
new = np.cumsum(rng.normal(0, .4, (16, t_ms.size)), axis=1)

# %%
pvals = np.array([stats.ttest_rel(old[:, i], new[:, i])[1] for i in range(t_ms.size)])

# %%
first = t_ms[np.argmin(pvals)]
win = t_ms[pvals < .05]
print(f"old/new effect peaks at {first} ms (p = {pvals.min():.3f}); {win.size} significant samples")
