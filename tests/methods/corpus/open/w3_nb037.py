# %%
import numpy as np
rng = np.random.default_rng(29)

# %%
# point load index, density and P velocity of cores from 9 quarries; uniaxial strength in MPa
Q = np.repeat(np.arange(9), 22)
off = rng.normal(0, 8, 9)
Is, rho, vp = rng.gamma(6, 0.8, Q.size), rng.normal(2.6, 0.08, Q.size), rng.normal(4.6, 0.5, Q.size)
ucs = 14 * Is + 9 * (vp - 4.6) + off[Q] + rng.normal(0, 7, Q.size) + 15
X = np.c_[Is, rho, vp]

# %%
def ridge(X, y, lam=1.0):
    m, s, y0 = X.mean(0), X.std(0), y.mean()
    Z = (X - m) / s
    b = np.linalg.solve(Z.T @ Z + lam * np.eye(X.shape[1]), Z.T @ (y - y0))
    return lambda N: (N - m) / s @ b + y0

# %%
out = {}
for q in np.unique(Q):
    te = Q == q
    f = ridge(X[~te], ucs[~te])
    e = f(X[te]) - ucs[te]
    out[q] = np.sqrt(np.mean(e ** 2)), e.mean()
for q, (r, b) in out.items():
    print(f"quarry {q}: rms {r:5.1f} MPa, bias {b:+5.1f} MPa")
print(f"new quarry, typical rms error: {np.median([v[0] for v in out.values()]):.1f} MPa")
