# %%
import numpy as np
from scipy import stats

rng = np.random.default_rng(123)
def run_participants(k):
    # one score per participant and condition group
    return list(rng.normal(0, 1, k)), list(rng.normal(0, 1, k))

# %%
power_pose, control = run_participants(10)
p = stats.ttest_ind(power_pose, control).pvalue
while p >= 0.05 and len(control) < 400:
    a, b = run_participants(5)
    power_pose += a
    control += b
    p = stats.ttest_ind(power_pose, control).pvalue

# %%
print(f"N = {len(control)} per group, p = {p:.3f}")
