"""
Two-look Pocock design (alpha .05 two-sided, nominal .0294 at each look).
Looks fixed in the protocol at n = 60 and n = 120 per arm.
"""
import numpy as np
from scipy.stats import ttest_ind

NOMINAL = 0.0294
LOOKS = (60, 120)
rng = np.random.default_rng(29)
active = rng.normal(-4.1, 7.5, 120)       # HAM-D change
placebo = rng.normal(-1.5, 7.5, 120)

# %%
decision = None
for n in LOOKS:
    t, p = ttest_ind(active[:n], placebo[:n])
    print(f"look at n={n}/arm: t = {t:.2f}, nominal p = {p:.4f}, boundary {NOMINAL}")
    if p < NOMINAL:
        decision = n
        break

# %%
if decision:
    print(f"Boundary crossed at n = {decision} per arm: efficacy at overall alpha 5%.")
else:
    print("Boundary not crossed; no efficacy claim.")
