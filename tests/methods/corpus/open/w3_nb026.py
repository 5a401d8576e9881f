# %%
import numpy as np
from scipy.integrate import solve_ivp

GM, c = 4 * np.pi ** 2, 63239.7          # AU^3/yr^2, AU/yr
a, e = 0.3871, 0.2056
boost = 400.0                              # relativistic term scaled up to shorten the run

# %%
def rhs(t, s):
    x, y, u, v = s
    r = np.hypot(x, y)
    h2 = (x * v - y * u) ** 2
    k = -GM / r ** 3 * (1 + boost * 3 * h2 / (c * r) ** 2)
    return [u, v, k * x, k * y]

rp = a * (1 - e)
vp = np.sqrt(GM * (1 + e) / rp)
per = lambda t, s: s[0] * s[2] + s[1] * s[3]
per.direction = 1
Pd = np.sqrt(a ** 3)
sol = solve_ivp(rhs, (0, 30.5 * Pd), [rp, 0, 0, vp], method="DOP853", rtol=1e-11, atol=1e-13, events=per)

# %%
q = sol.y_events[0]
th = np.unwrap(np.arctan2(q[:, 1], q[:, 0]))
th = np.mod(th + np.pi, 2 * np.pi) - np.pi
rate = np.polyfit(np.arange(th.size), th, 1)[0] / boost
arc = np.degrees(rate) * 3600 * 100 / Pd
gr = 6 * np.pi * GM / (c ** 2 * a * (1 - e ** 2))
print(f"{th.size} perihelia; numeric {arc:.2f} arcsec per century, analytic {np.degrees(gr) * 3600 * 100 / Pd:.2f}")
L = sol.y[0] * sol.y[3] - sol.y[1] * sol.y[2]
print("relative drift of angular momentum:", f"{np.ptp(L) / L[0]:.1e}")
