# %%
import numpy as np
from scipy.interpolate import UnivariateSpline
from scipy.optimize import brentq
rng = np.random.default_rng(3)

# 25.00 mL acetic acid against 0.1012 M NaOH
Va, Cb, Kw, Ka, Ca = 25.0, 0.1012, 1e-14, 1.75e-5, 0.0936
V = np.r_[np.arange(0, 22, 1.0), np.arange(22, 24.4, 0.1), np.arange(24.5, 32, 1.0)]

def pH(v):
    na, ca = Cb * v / (Va + v), Ca * Va / (Va + v)
    g = lambda h: na + 10 ** -h - Kw / 10 ** -h - ca * Ka / (Ka + 10 ** -h)
    return brentq(g, 0, 14)

y = np.array([pH(v) for v in V]) + rng.normal(0, 0.01, V.size)

# %%
m = (V[1:] + V[:-1]) / 2
d1 = np.diff(y) / np.diff(V)
j = d1.argmax()
lo, hi = j - 1, j + 2
a, b, _ = np.polyfit(m[lo:hi], d1[lo:hi], 2)
Ve = -b / (2 * a)

# %%
# Gran function before the end point
s = (V > 0.6 * Ve) & (V < 0.97 * Ve)
k, q = np.polyfit(V[s], V[s] * 10 ** -y[s], 1)
print(f"end point: derivative {Ve:.2f} mL, Gran {-q / k:.2f} mL")
print(f"acid concentration {Ve * Cb / Va:.4f} M, pKa from the slope {-np.log10(-k):.2f}")
