# %%
import numpy as np, pandas as pd
from scipy import stats

rng = np.random.default_rng(7)
yields = pd.DataFrame({
    "catalyst": ["Pd"] * 60 + ["Ni"] * 6,
    "yield_pct": np.r_[rng.normal(80, 1.0, 60), rng.normal(80, 14.0, 6)],
})
yields.groupby("catalyst").yield_pct.agg(["count", "mean", "std"]).round(2)

# %%
pd_ = yields.query("catalyst == 'Pd'").yield_pct
ni = yields.query("catalyst == 'Ni'").yield_pct
res = stats.ttest_ind(pd_, ni, equal_var=True)
print(f"Pd vs Ni: t = {res.statistic:.2f}, p = {res.pvalue:.4f}")
