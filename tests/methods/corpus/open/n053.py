# %%
import numpy as np
import scipy.stats as ss

rng = np.random.default_rng(1)
alpha, n_sim = .05, 300
looks = [20, 30, 40, 50]

# %%
fixed, peeking = 0, 0
for _ in range(n_sim):
    a, b = rng.normal(size=(2, looks[-1]))
    ps = [ss.ttest_ind(a[:k], b[:k]).pvalue for k in looks]
    fixed += ps[-1] < alpha
    peeking += min(ps) < alpha

# %%
print(f"false positives under H0: fixed n {fixed / n_sim:.3f}, stop at first p < .05 {peeking / n_sim:.3f}")
