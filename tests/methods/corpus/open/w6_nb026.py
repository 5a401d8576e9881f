# %%
# How often does a two-arm trial with five looks call a difference when none is there?
import numpy as np
from scipy import stats

def trial(rng, looks=(20, 40, 60, 80, 100), bounds=None):
    a = rng.normal(size=looks[-1]); b = rng.normal(size=looks[-1])
    for n, z in zip(looks, bounds):
        d = a[:n].mean() - b[:n].mean()
        if abs(d) / np.sqrt(2 / n) > z:
            return n, True
    return looks[-1], False

# %%
plans = {
    "fixed z=1.96 at every look": [1.96] * 5,
    "Pocock": [2.413] * 5,
    "O'Brien-Fleming": [4.562, 3.226, 2.634, 2.281, 2.040],
}
R = 3000
rng = np.random.default_rng(99)
for name, z in plans.items():
    out = [trial(rng, bounds=z) for _ in range(R)]
    rate = np.mean([o[1] for o in out])
    lo, hi = stats.binomtest(int(rate * R + .5), R).proportion_ci()
    print(f"{name:28s} type I error {rate:.3f} ({lo:.3f}-{hi:.3f}), mean n per arm {np.mean([o[0] for o in out]):.0f}")
