# %%
# SEIR with school closure between day 40 and 75 - what does it do to the peak?
import numpy as np
from scipy.integrate import solve_ivp

N, gamma, sigma, R0 = 1.2e6, 1 / 6.0, 1 / 4.5, 2.4

def beta(t, cut):
    return gamma * R0 * (1 - cut * (40 <= t < 75))

def rhs(t, y, cut):
    S, E, I, R = y
    inf = beta(t, cut) * S * I / N
    return [-inf, inf - sigma * E, sigma * E - gamma * I, gamma * I]

# %%
y0 = [N - 60, 0, 60, 0]
days = np.arange(0, 301)
runs = {cut: solve_ivp(rhs, (0, 300), y0, t_eval=days, args=(cut,), max_step=.5, rtol=1e-6)
        for cut in (0.0, .2, .4)}

# %%
for cut, s in runs.items():
    I = s.y[2]
    assert np.allclose(s.y.sum(axis=0), N, rtol=1e-6)
    print(f"contact reduction {cut:.0%}: peak {I.max():,.0f} on day {days[I.argmax()]}, attack rate {s.y[3, -1] / N:.1%}")
