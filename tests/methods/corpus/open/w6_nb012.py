# %%
# Rating a trapezoidal channel with Manning, then a flow duration curve
import numpy as np
import matplotlib.pyplot as plt

b, z, n_man, S = 6.0, 1.5, 0.032, 0.0011

def manning_q(h):
    A = (b + z * h) * h
    P = b + 2 * h * np.sqrt(1 + z ** 2)
    return A * (A / P) ** (2 / 3) * np.sqrt(S) / n_man

# %%
rs = np.random.RandomState(44)
x = np.zeros(3650)
for i in range(1, x.size):
    x[i] = .92 * x[i - 1] + rs.randn() * .15
stage = np.exp(-0.3 + x + .35 * np.cos(2 * np.pi * np.arange(x.size) / 365.25))
Q = manning_q(stage)

# %%
ex = np.arange(1, Q.size + 1) / (Q.size + 1)
Qs = np.sort(Q)[::-1]
for p in (.05, .50, .95):
    print("Q%02d = %6.2f m3/s" % (p * 100, np.interp(p, ex, Qs)))
print("mean flow %.2f, volume per year %.1f Mm3" % (Q.mean(), Q.mean() * 365.25 * 86400 / 1e6))

# %%
fig, ax = plt.subplots()
ax.semilogy(ex * 100, Qs); ax.set_xlabel("exceedance (%)"); ax.set_ylabel("Q (m$^3$/s)")
V = Q / ((b + z * stage) * stage)
Fr = V / np.sqrt(9.81 * (b + z * stage) * stage / (b + 2 * z * stage))
print("highest Froude number %.2f" % Fr.max(), "subcritical throughout" if Fr.max() < 1 else "supercritical at times")
