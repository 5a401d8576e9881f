# %%
import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

rng = np.random.default_rng(4)
recs = []
for mouse in range(6):
    geno = "KO" if mouse >= 3 else "WT"
    base = rng.normal(5, 1.2)
    for cell in range(40):
        recs.append(dict(mouse=f"m{mouse}", genotype=geno, cell=cell, rate_hz=base + rng.normal(0, .8)))
cells = pd.DataFrame(recs)
cells.groupby("mouse").rate_hz.mean()

# %%
wt = cells.loc[cells.genotype == "WT", "rate_hz"]
ko = cells.loc[cells.genotype == "KO", "rate_hz"]
t, p = ttest_ind(wt, ko)
print(f"n = {len(wt)} WT and {len(ko)} KO cells, t = {t:.2f}, p = {p:.2e}")
