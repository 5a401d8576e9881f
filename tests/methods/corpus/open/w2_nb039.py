# %%
import numpy as np
import pandas as pd
from scipy.stats import ttest_rel

# reach decoding from ECoG, 14 participants, 2 feature sets, 120 trials per cell
rng = np.random.default_rng(83)
rows = []
for s in range(14):
    ability = rng.normal(0.9, 0.4)
    gain = rng.normal(0.25, 0.25)
    for feats, eta in {"beta": ability, "beta+gamma": ability + gain}.items():
        right = rng.random(120) < 1 / (1 + np.exp(-eta))
        rows.extend({"sub": s, "feats": feats, "trial": i, "hit": int(h)} for i, h in enumerate(right))
trials = pd.DataFrame(rows)
print(trials.shape)

# %%
acc = trials.groupby(["sub", "feats"])["hit"].mean().unstack("feats")
acc["gain"] = acc["beta+gamma"] - acc["beta"]
print(acc.describe().loc[["mean", "std", "min", "max"]].round(3))

# %%
res = ttest_rel(acc["beta+gamma"], acc["beta"])
ci = res.confidence_interval()
print(f"High gamma adds {acc['gain'].mean():.3f} (95% CI {ci.low:.3f} to {ci.high:.3f}); "
      f"t({res.df}) = {res.statistic:.2f}, p = {res.pvalue:.3g}")
