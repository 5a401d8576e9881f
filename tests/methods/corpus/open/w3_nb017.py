# %%
import numpy as np
from scipy.optimize import minimize
from scipy.stats import chi2
rng = np.random.default_rng(77)

# %%
# time to dielectric breakdown, test ended after 400 h
T = {"oxide A": 300 * rng.weibull(1.8, 40), "oxide B": 480 * rng.weibull(1.8, 40)}
end = 400.0
obs = {k: (np.minimum(v, end), v < end) for k, v in T.items()}

# %%
def nll(th, data):
    lb = th[0]
    s = 0.0
    for la, (x, d) in zip(th[1:], data):
        u = np.exp(lb) * (np.log(x) - la)
        s -= np.sum(d * (lb - np.log(x) + u) - np.exp(u))
    return s

A, B = obs.values()
pool = (np.r_[A[0], B[0]], np.r_[A[1], B[1]])
full = minimize(nll, [0.3, 5.5, 5.5], args=([A, B],), method="Nelder-Mead")
null = minimize(nll, [0.3, 5.5], args=([pool],), method="Nelder-Mead")

# %%
for k, (x, d) in obs.items():
    print(f"{k}: {d.sum()} failed, {(~d).sum()} still running at {end:.0f} h")
eta = np.exp(full.x[1:])
lr = 2 * (null.fun - full.fun)
print(f"shape {np.exp(full.x[0]):.2f}; scale A {eta[0]:.0f} h, scale B {eta[1]:.0f} h")
print(f"LR = {lr:.2f}, p = {chi2.sf(lr, 1):.4f}")
