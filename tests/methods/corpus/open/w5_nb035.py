# %%
from numpy.random import default_rng
import pandas as pd
from scipy.stats import mannwhitneyu
import numpy as np

rng = default_rng(12)
tubes = pd.DataFrame({
    "patient": [f"P{i:03d}" for i in range(56)],
    "ward": ["surgical"] * 28 + ["medical"] * 28,
    "crp": np.r_[rng.lognormal(3.5, 0.9, 28), rng.lognormal(2.7, 0.9, 28)],
    "h_index": rng.exponential(18, 56),
})

# %%
tubes["haemolysed"] = tubes.h_index > 50        # analyser flag
kept = tubes.loc[~tubes.haemolysed]
print("rejected tubes per ward:", tubes.groupby("ward").haemolysed.sum().to_dict())

# %%
q = kept.groupby("ward").crp.quantile([.25, .5, .75]).unstack()
print(q.round(1))
s, m = kept.crp[kept.ward == "surgical"], kept.crp[kept.ward == "medical"]
U, p = mannwhitneyu(s, m, alternative="two-sided")
hl = np.median(np.subtract.outer(s.to_numpy(), m.to_numpy()))

# %%
print(f"CRP surgical vs medical: U = {U:.0f}, p = {p:.4f}; Hodges-Lehmann shift {hl:.1f} mg/L")
