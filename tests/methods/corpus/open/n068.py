# %%
import numpy as np
from scipy.signal import lombscargle

rng = np.random.default_rng(82)
t = np.sort(rng.uniform(0, 90, 100))
mag = .05 * np.sin(2 * np.pi * t / 7.3) + rng.normal(0, .04, t.size)
omega = 2 * np.pi / np.linspace(2, 30, 300)

# %%
def peak(m):
    return lombscargle(t, m - m.mean(), omega).max()

power = lombscargle(t, mag - mag.mean(), omega)
null = np.array([peak(rng.permutation(mag)) for _ in range(200)])
fap = (1 + (null >= power.max()).sum()) / (1 + null.size)
print(f"P = {2 * np.pi / omega[power.argmax()]:.2f} d, FAP = {fap:.3f}")
