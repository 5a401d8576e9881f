# boarding-school flu, daily confined to bed; SIR by least squares
import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import minimize

N = 763
days = np.arange(14)
in_bed = np.array([3, 8, 26, 76, 225, 298, 258, 233, 189, 128, 68, 29, 14, 4])

# %%
def sir(beta, gamma, t=days, I0=3):
    rhs = lambda _, z: [-beta * z[0] * z[1] / N, beta * z[0] * z[1] / N - gamma * z[1]]
    return solve_ivp(rhs, (t[0], t[-1]), [N - I0, I0], t_eval=t, rtol=1e-7).y

def sse(logpar):
    return np.sum((sir(*np.exp(logpar))[1] - in_bed) ** 2)

# %%
opt = minimize(sse, np.log([1.5, .4]), method="Nelder-Mead")
beta, gamma = np.exp(opt.x)
print(f"beta = {beta:.2f}/d, gamma = {gamma:.2f}/d, R0 = {beta / gamma:.2f}")

# %%
tt = np.linspace(0, 40, 400)
S, I = sir(beta, gamma, t=tt)
print(f"peak {I.max():.0f} boys on day {tt[I.argmax()]:.1f}; final size {100 * (1 - S[-1] / N):.0f}%")
