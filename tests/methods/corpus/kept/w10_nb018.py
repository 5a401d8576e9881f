# %%
from scipy.stats import mannwhitneyu, skew
import numpy as np

gen = np.random.default_rng(909)
# ICU length of stay, days
early_mob = gen.lognormal(1.15, .85, 24)
usual = gen.lognormal(1.75, .85, 26)
for lab, v in (("early mobilisation", early_mob), ("usual care", usual)):
    q1, med, q3 = np.percentile(v, [25, 50, 75])
    print(f"{lab:20s} median {med:.1f} d (IQR {q1:.1f}-{q3:.1f}), skew {skew(v):.1f}")

# %%
U, p = mannwhitneyu(early_mob, usual, alternative="two-sided", method="exact")
auc = U / (early_mob.size * usual.size)

# %%
hl = np.median(early_mob[:, None] - usual[None, :])
print(f"U = {U:.0f}, p = {p:.4f}; P(early > usual) = {auc:.2f}; Hodges-Lehmann shift {hl:.1f} days")
