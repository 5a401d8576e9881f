# %%
# pike, length at age from scales
from scipy.optimize import curve_fit
import numpy as np
import matplotlib.pyplot as plt

rng = np.random.default_rng(39)
age = np.sort(rng.integers(1, 13, 85)) + .5
L = 98 * (1 - np.exp(-.22 * (age + .6))) + rng.normal(0, 4.5, 85)

def vb(t, Linf, k, t0):
    return Linf * (1 - np.exp(-k * (t - t0)))

# %%
p0 = [L.max(), .2, 0]
par, cov = curve_fit(vb, age, L, p0=p0)
se = np.sqrt(np.diag(cov))
rss = np.sum((L - vb(age, *par)) ** 2)
s = np.sqrt(rss / (len(L) - 3))

# %%
fig, ax = plt.subplots(1, 2, figsize=(8, 3))
ax[0].plot(age, L, ".", c="k")
tt = np.linspace(0, 14, 200)
ax[0].plot(tt, vb(tt, *par))
ax[0].set_xlabel("age (y)"); ax[0].set_ylabel("length (cm)")
ax[1].scatter(vb(age, *par), L - vb(age, *par), s=8)
ax[1].axhline(0, lw=.5)

# %%
for nm, v, e in zip(["Linf", "k", "t0"], par, se):
    print(f"{nm:5s} {v:7.3f} +- {e:.3f}")
print(f"residual SD {s:.1f} cm")
