# %%
import numpy as np
from scipy.optimize import minimize
from scipy.stats import chi2
rng = np.random.default_rng(137)

# activated aluminium foil, GM counter, 15 s bins, background counted for 600 s beforehand
dt = 15.0
t = np.arange(0, 900, dt) + dt / 2
true = dt * (22 * np.exp(-t * np.log(2) / 134.7) + 0.9)
k = rng.poisson(true)
kb = rng.poisson(0.9 * 600)

# %%
def mu(th):
    a, tau, b = np.exp(th)
    return dt * (a * np.exp(-t / tau) + b), 600 * b

def nll(th):
    m, mb = mu(th)
    return np.sum(m - k * np.log(m)) + mb - kb * np.log(mb)

fit = minimize(nll, np.log([15, 150, 1]), method="Nelder-Mead", options=dict(xatol=1e-7, fatol=1e-7, maxiter=4000))
full = lambda th: np.append(*mu(th))
J = np.array([(full(fit.x + d) - full(fit.x - d)) / 2e-5 for d in 1e-5 * np.eye(3)])
se = np.sqrt(np.diag(np.linalg.inv(J / full(fit.x) @ J.T)))

# %%
tau = np.exp(fit.x[1])
m, _ = mu(fit.x)
x2 = np.sum((k - m) ** 2 / m)
print(f"half-life = {tau * np.log(2):.1f} +/- {tau * np.log(2) * se[1]:.1f} s")
print(f"chi2 = {x2:.1f} for {t.size - 2} dof, p = {chi2.sf(x2, t.size - 2):.2f}, smallest expected count {m.min():.1f}")
