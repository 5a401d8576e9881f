# %%
import numpy as np
from scipy.signal import lombscargle as ls
rng = np.random.default_rng(55)

N = 90
t = np.sort(rng.uniform(0, 60, N))                      # days
mag = 14.2 + 0.09 * np.sin(2 * np.pi * t / 3.71 + 0.6) + rng.normal(0, 0.06, N)
y = mag - mag.mean()
w = 2 * np.pi * np.linspace(0.02, 2.0, 500)

# %%
P = ls(t, y, w)
top = P.max()
per = 2 * np.pi / w[P.argmax()]

# %%
# highest peak anywhere in the grid for reshuffled magnitudes
B = 120
mx = np.array([ls(t, rng.permutation(y), w).max() for _ in range(B)])
fap = (1 + np.sum(mx >= top)) / (B + 1)

# %%
q = np.quantile(mx, 0.95)
print(f"period {per:.3f} d, peak power {top:.4f}, 5 % level of the maximum {q:.4f}")
print(f"false-alarm probability for the whole grid: {fap:.4f}")
