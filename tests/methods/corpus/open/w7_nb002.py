# RNA-seq, hepatocytes +/- bile acid, voom-like log-cpm already normalised
import numpy as np
import pandas as pd
from scipy.stats import ttest_ind
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(18)
G, n = 3000, 9
base = rng.normal(5, 2, G)[:, None]
lfc = np.zeros(G); lfc[:120] = rng.choice([-1, 1], 120) * rng.uniform(1.0, 2.2, 120)
ctrl = base + rng.normal(0, .55, (G, n))
bile = base + lfc[:, None] + rng.normal(0, .55, (G, n))

# %%
t, p = ttest_ind(bile, ctrl, axis=1)
keep, q, *_ = multipletests(p, alpha=0.05, method="fdr_bh")
de = pd.DataFrame({"gene": [f"g{i:04d}" for i in range(G)], "log2FC": bile.mean(1) - ctrl.mean(1), "p": p, "q": q})

# %%
print(f"{(p < .05).sum()} genes with p < 0.05, {keep.sum()} at FDR 5%")
print(de[keep].nsmallest(10, "q").to_string(index=False))
