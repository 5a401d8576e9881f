# %%
import numpy as np
import pandas as pd
from scipy.stats import ttest_ind
from statsmodels.stats.multitest import multipletests

# summer mean temperature at 24 stations, two 30-year normals
g = np.random.default_rng(301)
stations = [f"ST{k:02d}" for k in range(24)]
shift = np.where(np.arange(24) < 8, 0.9, 0.0)
early = pd.DataFrame(g.normal(17.5, 0.9, (30, 24)), columns=stations, index=range(1961, 1991))
late = pd.DataFrame(g.normal(17.5 + shift, 0.9, (30, 24)), columns=stations, index=range(1991, 2021))

# %%
res = pd.DataFrame(index=stations)
res["delta"] = late.mean() - early.mean()
res["p"] = [ttest_ind(late[s], early[s], equal_var=False).pvalue for s in stations]

# %%
rej, padj, *_ = multipletests(res["p"], alpha=0.05, method="fdr_bh")
res["p_adj"], res["sig"] = padj, rej
print(res.sort_values("p_adj").head(10).round(4))

# %%
print(f"{res.sig.sum()} of {len(res)} stations warmed at FDR 5 %:", ", ".join(res.index[res.sig]))
print("mean shift at those stations: %.2f K" % res.loc[res.sig, "delta"].mean())
