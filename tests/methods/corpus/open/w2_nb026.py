# %%
# MRI reconstruction study: reader score with learned vs. conventional reconstruction, paired by patient.
# Protocol: looks after 30 and 60 patients, two-sided Pocock level for two looks at overall 5 %.
import numpy as np
from scipy.stats import norm, ttest_rel

LOOKS, LEVEL = (30, 60), 0.0294
rng = np.random.default_rng(16)
conventional = rng.normal(3.2, 0.5, size=60)
learned = conventional + rng.normal(0.16, 0.45, size=60)

# %%
def interim(n):
    stat, p = ttest_rel(learned[:n], conventional[:n])
    return stat, p

for n in LOOKS:
    stat, p = interim(n)
    print(f"n = {n}: mean difference {np.mean(learned[:n] - conventional[:n]):+.2f}, t = {stat:.2f}, p = {p:.4f}")
    if p < LEVEL:
        break

# %%
decision = "rejected" if p < LEVEL else "not rejected"
print(f"Equality of the reader scores is {decision} at n = {n} (level per look {LEVEL}).")

# %%
# size of the plan under no difference
z = np.cumsum(rng.normal(size=(20000, 60)), axis=1)
cross = np.zeros(20000, bool)
for n in LOOKS:
    cross |= np.abs(z[:, n - 1] / np.sqrt(n)) > norm.isf(LEVEL / 2)
print(f"simulated overall level: {cross.mean():.3f}")
