# %%
import numpy as np
from scipy.stats import ttest_ind

rng = np.random.default_rng(6)
# CFU per plate
wt = rng.lognormal(3, 2.0, 6).round()
mut = rng.lognormal(6, 2.4, 6).round()
print("WT ", wt)
print("mut", mut)

# %%
t, p = ttest_ind(wt, mut)
print(f"WT {wt.mean():.0f} +/- {wt.std(ddof=1):.0f}, mutant {mut.mean():.0f} +/- {mut.std(ddof=1):.0f}")
print("no difference in colonization" if p > 0.05 else "colonization differs", f"(p={p:.2f})")
