# %%
import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

rng = np.random.default_rng(2)
genes = [f"Gene{i}" for i in range(2000)]
ctrl = pd.DataFrame(rng.normal(8, 1, (2000, 8)), index=genes)
drug = pd.DataFrame(rng.normal(8, 1, (2000, 8)), index=genes)

# %%
out = pd.DataFrame({"log2FC": drug.mean(axis=1) - ctrl.mean(axis=1)})
out["pval"] = [ttest_ind(drug.loc[g], ctrl.loc[g]).pvalue for g in genes]

# %%
deg = out[out["pval"] < 0.05].sort_values("pval")
print(f"{len(deg)} genes respond to the drug")
print(deg.head(10))
