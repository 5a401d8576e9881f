# %%
import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(1001)
G, n = 3000, 12
logcpm = rng.normal(5, 1.5, (G, 1)) + rng.normal(0, .5, (G, 2 * n))
logcpm[:60, n:] += 1.1                      # heat-stress responsive
genes = [f"AT{1 + i % 5}G{10000 + 10 * i}" for i in range(G)]
cond = np.array(["ctrl"] * n + ["heat"] * n)   # one plant per library

# %%
t, p = stats.ttest_ind(logcpm[:, cond == "heat"], logcpm[:, cond == "ctrl"], axis=1, equal_var=False)
lfc = logcpm[:, cond == "heat"].mean(1) - logcpm[:, cond == "ctrl"].mean(1)
de = pd.DataFrame({"gene": genes, "lfc": lfc, "p": p})
de["q"] = multipletests(de.p, method="fdr_bh")[1]

# %%
hits = de[de.q < .05].sort_values("q")
print(f"{(de.p < .05).sum()} genes with nominal p < .05; {len(hits)} at 5% FDR")
print(hits.head(8).to_string(index=False, float_format="%.3g"))
