# %%
import numpy as np
import pandas as pd
from scipy.stats import ttest_ind
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(5)
n_genes = 1500
a = rng.normal(8, 1, (n_genes, 6)); b = rng.normal(8, 1, (n_genes, 6))
b[:60] += 3

# %%
res = pd.DataFrame({"gene": [f"ENSG{i:05d}" for i in range(n_genes)], "lfc": b.mean(1) - a.mean(1)})
res["pvalue"] = ttest_ind(a, b, axis=1).pvalue
res["padj"] = multipletests(res["pvalue"], method="fdr_bh")[1]

# %%
hits = res[res["padj"] < 0.05].sort_values("padj")
print(len(hits), "genes at 5 % FDR")
print(hits.head())
