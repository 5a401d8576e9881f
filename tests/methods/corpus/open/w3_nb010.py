# %%
import numpy as np
from scipy.stats import ttest_ind, norm
rng = np.random.default_rng(2)

# %%
# planning of the weld strength campaign: how many coupons per procedure?
sd_a, sd_b = 14.0, 22.0     # MPa, handbook values

def rate(n, shift, B=120):
    hits = 0
    for _ in range(B):
        a = rng.normal(480, sd_a, n)
        b = rng.normal(480 + shift, sd_b, n)
        if ttest_ind(a, b, equal_var=False).pvalue < 0.05:
            hits += 1
    return hits / B

# %%
out = {}
for shift in (0, 15, 25):
    for n in (6, 12, 20):
        out[shift, n] = rate(n, shift)

# %%
print("shift   n   rejected")
for (s, n), v in out.items():
    half = 1.96 * np.sqrt(v * (1 - v) / 120)
    print(f"{s:5d} {n:3d}   {v:.3f} +/- {half:.3f}")
ok = [n for n in (6, 12, 20) if out[25, n] >= 0.8]
print("coupons per procedure for 80 % power at 25 MPa:", min(ok) if ok else "> 20")
