# %%
import numpy as np
import pandas as pd
from scipy import stats

rng = np.random.default_rng(45)
los = pd.DataFrame({
    "pathway": ["usual"] * 17 + ["enhanced"] * 15,
    "days": np.r_[rng.lognormal(2.1, 0.7, 17), rng.lognormal(1.4, 0.7, 15)].round(1),
})

print(los.groupby("pathway")["days"].describe().round(1)[["count", "25%", "50%", "75%", "max"]])
print(los.groupby("pathway")["days"].apply(stats.skew).round(2))

# %%
by = {k: v.values for k, v in los.groupby("pathway")["days"]}
u, p = stats.mannwhitneyu(by["enhanced"], by["usual"], alternative="two-sided")
prob = u / (len(by["enhanced"]) * len(by["usual"]))
diffs = np.subtract.outer(by["enhanced"], by["usual"])
print(f"U = {u:.0f}, p = {p:.3f}; P(enhanced stays longer) = {prob:.2f}")
print(f"Hodges-Lehmann shift {np.median(diffs):.1f} days")
