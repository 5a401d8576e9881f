# %%
import numpy as np
from scipy.optimize import least_squares
from scipy.stats import t as student
rng = np.random.default_rng(73)

# EC50 of a herbicide on Lemna, one dish per concentration (frond growth, % of control)
dose = np.geomspace(.3, 300, 16)
growth = 100 / (1 + (dose / 14.0) ** 1.4) + rng.normal(0, 4, dose.size)

def resid(th):
    top, lec, h = th
    return top / (1 + (dose / np.exp(lec)) ** h) - growth

# %%
sol = least_squares(resid, x0=[90, np.log(10), 1.0])
dof = dose.size - 3
s2 = 2 * sol.cost / dof
cov = s2 * np.linalg.inv(sol.jac.T @ sol.jac)
lec, se = sol.x[1], np.sqrt(cov[1, 1])
q = student.ppf(.975, dof)

# %%
print(f"top {sol.x[0]:.1f} %, Hill slope {sol.x[2]:.2f}, residual SD {s2 ** .5:.1f}")
print(f"EC50 = {np.exp(lec):.1f} ug/L (95% CI {np.exp(lec - q * se):.1f}-{np.exp(lec + q * se):.1f})")
