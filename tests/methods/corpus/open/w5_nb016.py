# %%
import numpy as np
from scipy.stats import mannwhitneyu
from collections import defaultdict

rng = np.random.default_rng(2)
N_TRIALS = 40
p300 = defaultdict(list)     # single-trial P300 amplitude at Pz, microvolt
for grp in ("ADHD", "control"):
    for s in range(11):
        subj_level = rng.normal(7.5, 2.2)
        p300[grp].append(subj_level + rng.normal(0, 4.0, N_TRIALS))

# %%
for grp, subs in p300.items():
    print(grp, "subjects:", len(subs), "trials:", sum(map(len, subs)),
          "mean amplitude: %.2f" % np.mean(subs))

# %%
a = np.concatenate(p300["ADHD"])
c = np.concatenate(p300["control"])
res = mannwhitneyu(a, c)
auc = res.statistic / (a.size * c.size)

# %%
print(f"U = {res.statistic:.0f}, n1 = {a.size}, n2 = {c.size}, p = {res.pvalue:.2g}")
print(f"probability of superiority {auc:.2f}")
print("P300 amplitude differs between the groups." if res.pvalue < .05 else "No group difference.")
