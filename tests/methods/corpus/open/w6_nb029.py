# %%
import numpy as np
from scipy import stats

rng = np.random.default_rng(36)
# time to emergence from anaesthesia (min), one patient per value
propofol = rng.lognormal(2.1, 0.6, 32)
sevo = rng.lognormal(2.5, 0.6, 34)

# %%
for lab, v in dict(propofol=propofol, sevoflurane=sevo).items():
    q = np.percentile(v, [25, 50, 75])
    print(f"{lab:12s} n={v.size} median {q[1]:.1f} (IQR {q[0]:.1f}-{q[2]:.1f}) skew {stats.skew(v):.2f}")

# %%
u = stats.mannwhitneyu(sevo, propofol, alternative="two-sided")
pairs = np.subtract.outer(sevo, propofol).ravel()
hl = np.median(pairs)
ps = (pairs > 0).mean()

# %%
bs = [np.median(np.subtract.outer(rng.choice(sevo, sevo.size), rng.choice(propofol, propofol.size))) for _ in range(1500)]
lo, hi = np.percentile(bs, [2.5, 97.5])
print(f"U = {u.statistic:.0f}, p = {u.pvalue:.4f}; Hodges-Lehmann shift {hl:.1f} min (bootstrap 95% CI {lo:.1f}-{hi:.1f}); P(sevo > prop) = {ps:.2f}")
