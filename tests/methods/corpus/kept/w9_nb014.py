# %%
# How often does a two-arm trial without any effect end "positive" if we look after every 20 patients?
import numpy as np
from scipy.stats import ttest_ind

def one_trial(rng, looks, alpha):
    n_max = max(looks)
    a, b = rng.standard_normal((2, n_max))
    for n in looks:
        if ttest_ind(a[:n], b[:n]).pvalue < alpha:
            return n
    return None

# %%
rng = np.random.default_rng(1)
looks = list(range(20, 101, 20))
table = {}
for alpha in (.05, .0158, .01):        # .0158: Pocock bound for 5 looks
    stops = [one_trial(rng, looks, alpha) for _ in range(300)]
    table[alpha] = np.mean([s is not None for s in stops])

# %%
print("nominal level per look   realised type I error")
for a, r in table.items():
    print(f"{a:>10.4f} {r:>24.3f}   (MC s.e. {np.sqrt(r*(1-r)/300):.3f})")
single = np.mean([one_trial(rng, [100], .05) is not None for _ in range(300)])
print("one look at n = 100, level .05:", round(float(single), 3))
