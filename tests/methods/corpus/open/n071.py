# %%
import numpy as np
from scipy.optimize import least_squares

rng = np.random.default_rng(51)
V = np.linspace(0.5, 5, 30)
I = V / 47.0 * 1e3 + rng.normal(0, .8, V.size)
I[[4, 17]] += [25, -18]

# %%
def resid(p):
    return p[0] * V + p[1] - I

fit = least_squares(resid, x0=[20, 0], loss="soft_l1", f_scale=1.0)
J = fit.jac
cov = np.linalg.inv(J.T @ J) * 2 * fit.cost / (V.size - 2)
print(f"R = {1e3 / fit.x[0]:.2f} Ohm, offset {fit.x[1]:.2f} mA, se slope {np.sqrt(cov[0, 0]):.3f}")
