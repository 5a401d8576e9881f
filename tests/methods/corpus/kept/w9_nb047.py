# %%
"""Cut-off for the collections queue. Cost: missed bad = 5, needless call = 1."""
import numpy as np
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(19)
n = 3000
x = np.column_stack([rng.normal(size=n), rng.exponential(size=n), rng.integers(0, 6, n)])
eta = -2.4 + .8 * x[:, 0] + .5 * x[:, 1] + .15 * x[:, 2]
bad = (rng.uniform(size=n) < 1 / (1 + np.exp(-eta))).astype(int)
order = rng.permutation(n)
a, b, c = np.split(order, [1500, 2250])

def cost(y, flag):
    return (5 * ((y == 1) & ~flag).sum() + ((y == 0) & flag).sum()) / len(y)

# %%
lr = LogisticRegression(max_iter=500).fit(x[a], bad[a])
score = lr.predict_proba(x)[:, 1]
grid = np.linspace(.02, .8, 79)
curve = [cost(bad[b], score[b] >= g) for g in grid]
cutoff = grid[int(np.argmin(curve))]
print(f"cut-off {cutoff:.2f}")

# %%
print(f"part c, n={len(c)}: cost per account {cost(bad[c], score[c] >= cutoff):.3f}")
print(f"  call everybody {cost(bad[c], np.ones(len(c), bool)):.3f}, call nobody {cost(bad[c], np.zeros(len(c), bool)):.3f}")
