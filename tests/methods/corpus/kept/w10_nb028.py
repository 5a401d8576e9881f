# %%
# Exp 2: warm vs. cold cup, generosity rating (0-100)
import numpy as np
from scipy.stats import ttest_ind
rng = np.random.default_rng(19)

def run_session(k=5):
    """one lab afternoon: k people per condition"""
    return list(rng.normal(55, 18, k)), list(rng.normal(55, 18, k))

# %%
warm, cold = run_session(10)
log = []
while True:
    t, p = ttest_ind(warm, cold)
    log.append((len(warm), p))
    if p < .05 or len(warm) >= 200:
        break
    w, c = run_session()
    warm += w
    cold += c

# %%
print("n per cell:", len(warm))
d = (np.mean(warm) - np.mean(cold)) / np.sqrt((np.var(warm, ddof=1) + np.var(cold, ddof=1)) / 2)
print(f"t({2 * len(warm) - 2}) = {t:.2f}, p = {p:.3f}, d = {d:.2f}")
if p < .05:
    print("Temperature of the cup affected generosity.")
