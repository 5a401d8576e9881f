import numpy as np
import pandas as pd
from scipy.stats import spearmanr
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(88)
n_cat = 64
desc = pd.DataFrame(rng.normal(size=(n_cat, 45)), columns=[f"d{i}" for i in range(45)])
tof = 1.1 * desc["d7"] - .8 * desc["d31"] + rng.normal(0, 1.1, n_cat)      # log turnover frequency

# %%
tests = (desc.apply(lambda c: pd.Series(spearmanr(c, tof), index=["rho", "p"]))
             .T
             .sort_values("p"))
tests["reject"], tests["q"], *_ = multipletests(tests.p, alpha=.05, method="fdr_bh")

# %%
print(tests.head(6).round(4))
found = tests.index[tests.reject].tolist()
print(f"{len(found)} of {len(tests)} descriptors associated with activity at FDR 5 %: {found}")
