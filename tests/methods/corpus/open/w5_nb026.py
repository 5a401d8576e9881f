# %%
import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(140)
names = [f"met_{i:02d}" for i in range(40)]
grp = np.repeat(["T2D", "ref"], 45)
shift = np.zeros(40); shift[[3, 11, 30]] = 0.45
logc = rng.normal(1.0, 0.5, (90, 40)) + np.outer(grp == "T2D", shift)
conc = pd.DataFrame(np.exp(logc), columns=names)

# %%
log = np.log(conc)
case, ref = log[grp == "T2D"], log[grp == "ref"]
t, p = stats.ttest_ind(case, ref, equal_var=False)
res = pd.DataFrame({"fold": np.exp(case.mean() - ref.mean()), "t": t, "p": p}, index=names)
res["q"] = multipletests(res["p"], method="fdr_bh")[1]

# %%
top = res.sort_values("p").head(8)
print(top.round(4))
found = res.index[res["q"] < 0.05].tolist()
print(f"{len(found)} of {len(res)} metabolites differ at FDR 5 %: {', '.join(found)}")
