# %%
# force plate: does braking impulse go with jump height?
import numpy as np
import pandas as pd
from scipy.stats import pearsonr

g = np.random.default_rng(58)
d = {"athlete": [], "jump": [], "impulse": [], "height": []}
for name in ["JM", "KL", "PO", "AS", "TT", "VB", "RN", "EF", "HC"]:
    imp_mean = g.normal(140, 22)
    h_mean = g.normal(38, 5)
    for j in range(8):
        d["athlete"].append(name)
        d["jump"].append(j + 1)
        d["impulse"].append(imp_mean + g.normal(0, 6))
        d["height"].append(h_mean + g.normal(0, 1.2))
cmj = pd.DataFrame(d)
cmj.groupby("athlete")[["impulse", "height"]].mean().round(1)

# %%
r, p = pearsonr(cmj.impulse, cmj.height)
n = len(cmj)
z = np.arctanh(r)
lo, hi = np.tanh(z - 1.96 / np.sqrt(n - 3)), np.tanh(z + 1.96 / np.sqrt(n - 3))

# %%
print(f"r({n - 2}) = {r:.2f} [{lo:.2f}, {hi:.2f}], p = {p:.4g}")
print("Athletes with a", "larger" if r > 0 else "smaller", "braking impulse jump higher." if p < .05 else "... no clear relation")
