# %%
import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

N, gamma = 5.0e5, 1 / 6
def seir(t, y, beta, kappa=1 / 3):
    S, E, I, R = y
    inf = beta * S * I / N
    return [-inf, inf - kappa * E, kappa * E - gamma * I, gamma * I]

# %%
table = []
for R0 in (1.3, 1.8, 2.5):
    s = solve_ivp(seir, (0, 900), [N - 10, 0, 10, 0], args=(R0 * gamma,), max_step=1.0)
    k = s.y[2].argmax()
    final = brentq(lambda z: z - 1 + np.exp(-R0 * z), 1e-3, 1 - 1e-12)
    table.append((R0, s.t[k], s.y[2, k], s.y[3, -1] / N, final))

# %%
print("R0   peak day  peak prevalence  attack(ODE)  attack(final size)")
for row in table:
    print("%.1f  %7.0f  %15.0f  %11.3f  %18.3f" % row)
