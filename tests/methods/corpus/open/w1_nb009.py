# %%
import numpy as np
import pandas as pd
from scipy.integrate import solve_ivp
from scipy.optimize import brentq
import matplotlib.pyplot as plt

N, gamma = 1_000_000, 1 / 6
r0_values = [1.3, 1.8, 2.5, 3.5]

def sir(t, y, beta):
    s, i, r = y
    return [-beta * s * i / N, beta * s * i / N - gamma * i, gamma * i]

# %%
t = np.linspace(0, 600, 2401)
fig, ax = plt.subplots()
rows = []
for r0 in r0_values:
    sol = solve_ivp(sir, (0, 600), [N - 10, 10, 0], t_eval=t, args=(r0 * gamma,), rtol=1e-8, atol=1e-4)
    s, i, r = sol.y
    ax.plot(t, i / N, label=f"R0 = {r0}")
    final = brentq(lambda z: 1 - z - np.exp(-r0 * z), 1e-4, 1)
    rows.append((r0, t[i.argmax()], i.max() / N, r[-1] / N, final))
ax.set(xlabel="day", ylabel="infectious fraction")
ax.legend()

# %%
cols = ["R0", "peak_day", "peak_prevalence", "attack_rate", "final_size_eq"]
print(pd.DataFrame(rows, columns=cols).round(3).to_string(index=False))
print("herd immunity thresholds:", {r0: round(1 - 1 / r0, 2) for r0 in r0_values})
