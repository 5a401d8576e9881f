# %%
import numpy as np
import pandas as pd
import scipy.stats as ss
from statsmodels.stats import multitest

rng = np.random.default_rng(91)
n = 360
rct = pd.DataFrame({"arm": rng.permutation(np.repeat([0, 1], n // 2)), "site": rng.choice(list("ABCDE"), n), "ldl": rng.normal(130, 25, n)})
rct["ldl"] -= 12 * rct.arm

# %%
# exploratory: effect by site
sites, p = [], []
for site, g in rct.groupby("site"):
    sites.append(site)
    p.append(ss.ttest_ind(g.ldl[g.arm == 1], g.ldl[g.arm == 0], equal_var=False).pvalue)
reject, p_holm, _, _ = multitest.multipletests(p, method="holm")
print(pd.DataFrame({"site": sites, "p": p, "p_holm": p_holm, "reject": reject}).round(4))
