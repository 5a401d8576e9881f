# %%
import numpy as np
from scipy import stats
rng = np.random.default_rng(404)

# fracture aperture (mm), one fracture measured in each outcrop
lime = rng.lognormal(np.log(0.9), 0.9, 34)
dolo = rng.lognormal(np.log(1.9), 0.9, 29)

for nm, v in [("limestone", lime), ("dolostone", dolo)]:
    q = np.percentile(v, [25, 50, 75])
    print(f"{nm}: n = {v.size}, quartiles {q.round(2)}, skewness {stats.skew(v):.1f}")

# %%
U, p = stats.mannwhitneyu(dolo, lime, alternative="two-sided")
ps = U / (dolo.size * lime.size)
ratio = np.exp(np.median(np.subtract.outer(np.log(dolo), np.log(lime))))
print(f"U = {U:.0f}, p = {p:.4f}; a dolostone fracture is wider in {100 * ps:.0f} % of pairs")
print(f"median aperture ratio {ratio:.2f}")
