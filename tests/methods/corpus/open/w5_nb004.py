# %%
# Half-life of 137m-Ba eluted from a Cs generator, 20 s counting bins
import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln
from scipy.stats import chi2

rng = np.random.default_rng(137)
t = np.arange(0, 900, 20.0) + 10
counts = rng.poisson(850 * np.exp(-np.log(2) * t / 153.1) + 12)

# %%
def model(par, t):
    a, half, b = par
    return a * np.exp(-np.log(2) * t / half) + b

def nll(par):
    mu = model(par, t)
    if np.any(mu <= 0):
        return 1e12
    return np.sum(mu - counts * np.log(mu) + gammaln(counts + 1))

fit = minimize(nll, x0=[counts[0], 120, 10], method="Nelder-Mead", options=dict(maxiter=5000, xatol=1e-6, fatol=1e-8))

# %%
mu = model(fit.x, t)
J = np.column_stack([np.exp(-np.log(2) * t / fit.x[1]),
                     fit.x[0] * np.exp(-np.log(2) * t / fit.x[1]) * np.log(2) * t / fit.x[1] ** 2,
                     np.ones_like(t)])
cov = np.linalg.inv(J.T @ (J / mu[:, None]))
x2 = np.sum((counts - mu) ** 2 / mu)

# %%
print(f"T1/2 = {fit.x[1]:.1f} +/- {cov[1, 1] ** .5:.1f} s; background {fit.x[2]:.1f} per bin")
print(f"chi2/ndf = {x2:.1f}/{t.size - 3} (P = {chi2.sf(x2, t.size - 3):.2f})")
