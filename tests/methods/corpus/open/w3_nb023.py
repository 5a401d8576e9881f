# %%
import numpy as np
from itertools import combinations_with_replacement as cwr
rng = np.random.default_rng(10)

# wind tunnel: lift coefficient against angle of attack, Mach, flap, Reynolds number (scaled)
n = 240
V = rng.uniform(-1, 1, (n, 4))
cl = 0.4 + 1.1 * V[:, 0] + 0.3 * V[:, 2] - 0.5 * V[:, 0] ** 3 + 0.2 * V[:, 0] * V[:, 1] + rng.normal(0, 0.08, n)
P = np.column_stack([np.ones(n)] + [np.prod(V[:, list(c)], axis=1) for d in (1, 2, 3, 4) for c in cwr(range(4), d)])

# %%
i = rng.permutation(n)
tr, va, te = i[:120], i[120:180], i[180:]
rms = lambda e: np.sqrt(np.mean(e ** 2))
solve = lambda k, lam: np.linalg.solve(P[k].T @ P[k] + lam * np.eye(P.shape[1]), P[k].T @ cl[k])

# %%
lams = np.logspace(-4, 2, 25)
ev = [rms(cl[va] - P[va] @ solve(tr, l)) for l in lams]
best = lams[int(np.argmin(ev))]
print(f"lambda = {best:.3g}, validation rms {min(ev):.4f}")

# %%
w = solve(np.r_[tr, va], best)
print(f"final model: rms error on the test runs {rms(cl[te] - P[te] @ w):.4f} in c_L ({te.size} runs)")
