# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(64)
cells = []
for m in range(14):
    mu = 20 + (m % 2) * 4 + rng.normal(0, 2)
    cells += [{"mouse": m, "geno": ["wt", "ko"][m % 2], "spines": mu + rng.normal(0, 3)} for _ in range(15)]
cells = pd.DataFrame(cells)

# %%
lmm = smf.mixedlm("spines ~ geno", cells, groups=cells["mouse"]).fit()
print(lmm.summary().tables[1])
