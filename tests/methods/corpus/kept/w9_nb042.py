# %%
import numpy as np, pandas as pd
from scipy.stats import ttest_ind

rng = np.random.default_rng(89)
frames = []
for gt, mice in {"WT": ["m1", "m2", "m3", "m4"], "KO": ["m5", "m6", "m7", "m8"]}.items():
    for m in mice:
        base = rng.normal(14.0, 1.1)
        frames.append(pd.DataFrame({"genotype": gt, "mouse": m, "spine_density": rng.normal(base, 2.0, 60)}))
neurons = pd.concat(frames, ignore_index=True)
neurons.sample(4, random_state=0)

# %%
summ = neurons.groupby("genotype").spine_density.agg(["count", "mean", "sem"]).round(3)
print(summ)

# %%
wt = neurons.spine_density[neurons.genotype.eq("WT")]
ko = neurons.spine_density[neurons.genotype.eq("KO")]
res = ttest_ind(ko, wt)
print(f"t({int(res.df)}) = {res.statistic:.2f}, p = {res.pvalue:.2g}")
print(f"Spine density differs between genotypes by {ko.mean()-wt.mean():+.2f} per 10 um (n = {len(ko)} and {len(wt)}).")
