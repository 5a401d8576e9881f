# %%
import numpy as np
from scipy.signal import lombscargle

rng = np.random.default_rng(1)
nights = np.sort(rng.choice(np.arange(420), 110, replace=False))
t = nights + rng.uniform(-0.12, 0.12, nights.size)
rv = rng.normal(0, 3.4, t.size)        # m/s, relative radial velocity
rv = rv - rv.mean()

# %%
P = np.geomspace(2.0, 200, 5000)
w = 2 * np.pi / P
z = lombscargle(t, rv, w) / rv.var(ddof=1)
j = z.argmax()

# %%
fap = np.exp(-z[j])
A = np.column_stack([np.cos(w[j] * t), np.sin(w[j] * t)])
c = np.linalg.lstsq(A, rv, rcond=None)[0]
print(f"Strongest signal: P = {P[j]:.3f} d, K = {np.hypot(*c):.2f} m/s, power {z[j]:.2f}")
print(f"False-alarm probability {fap:.1e}")
print("=> planet candidate announced" if fap < 1e-3 else "=> no periodic signal")
