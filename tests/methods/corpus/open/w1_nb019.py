# %%
import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(88)
n_prot, n_each = 900, 12
shift = np.zeros(n_prot)
shift[:40] = rng.choice([-1.6, 1.6], 40)
ctrl = rng.normal(20, 1, (n_each, n_prot))
case = rng.normal(20, 1, (n_each, n_prot)) + shift
names = pd.Index([f"P{i:05d}" for i in rng.permutation(n_prot)], name="protein")

t, p = stats.ttest_ind(case, ctrl, axis=0)
res = pd.DataFrame({"log2fc": case.mean(0) - ctrl.mean(0), "t": t, "p": p}, index=names)
res = res.assign(q=lambda d: multipletests(d["p"], method="fdr_bh")[1]).sort_values("p")
print(res.head(8).round(4))

# %%
hits = res.query("q < 0.05")
print(f"{len(hits)} of {n_prot} plasma proteins differ between cases and controls (q < 0.05)")
print(hits["log2fc"].describe()[["min", "50%", "max"]].round(2).to_string())
