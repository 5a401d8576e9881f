# %%
import numpy as np
from scipy.stats import mannwhitneyu

rng = np.random.default_rng(11)
cfu_wt = rng.lognormal(6, 1.3, 15).round()
cfu_ko = rng.lognormal(4, 1.3, 15).round()

# %%
u, p = mannwhitneyu(cfu_wt, cfu_ko, alternative="two-sided")
print(f"median {np.median(cfu_wt):.0f} vs {np.median(cfu_ko):.0f} CFU, U = {u:.0f}, p = {p:.4f}")
rbc = 2 * u / (len(cfu_wt) * len(cfu_ko)) - 1
print(f"rank-biserial r = {rbc:.2f}")
