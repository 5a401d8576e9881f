# %%
import numpy as np

rng = np.random.default_rng(3)
# soil organic carbon, % ; 9 farms, 25 cores each. farms 0-3 no-till, 4-8 ploughed
farm = np.repeat(np.arange(9), 25)
farm_level = rng.normal(1.9, .28, 9)
soc = farm_level[farm] + rng.normal(0, .18, farm.size)
notill = farm < 4

# %%
def diff(y, g):
    return y[g].mean() - y[~g].mean()

obs = diff(soc, notill)
B = 4000
boot = np.empty(B)
i1, i0 = np.flatnonzero(notill), np.flatnonzero(~notill)
for b in range(B):
    k = np.concatenate([rng.choice(i1, i1.size), rng.choice(i0, i0.size)])
    boot[b] = diff(soc[k], notill[k])
lo, hi = np.quantile(boot, [.025, .975])

# %%
print("no-till minus ploughed: %.3f %% SOC" % obs)
print("95 %% bootstrap interval: %.3f to %.3f" % (lo, hi))
print("interval excludes zero -> tillage system affects SOC" if lo * hi > 0 else "interval includes zero")
