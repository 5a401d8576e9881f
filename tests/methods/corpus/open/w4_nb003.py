# %%
import numpy as np
import pandas as pd
from scipy.stats import mannwhitneyu
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(15)
n_sp = 26
graz = rng.permutation(np.repeat(["grazed", "ungrazed"], 18))     # 36 plots, one per pasture
lam = rng.gamma(2, 4, n_sp)
eff = np.ones(n_sp); eff[[2, 7, 11, 20]] = [3.5, .2, 4, .25]
abund = pd.DataFrame({f"sp{s:02d}": rng.poisson(lam[s] * np.where(graz == "grazed", eff[s], 1) * rng.gamma(4, .25, 36)) for s in range(n_sp)})
abund["treat"] = graz

# %%
results = []
for s in [c for c in abund.columns if c.startswith("sp")]:
    u = abund[abund.treat == "ungrazed"][s]
    g = abund[abund.treat == "grazed"][s]
    st = mannwhitneyu(g, u)
    results.append({"species": s, "grazed": g.mean(), "ungrazed": u.mean(), "p": st.pvalue})
res = pd.DataFrame(results)
res["p_fdr"] = multipletests(res["p"], alpha=.05, method="fdr_bh")[1]

# %%
print(res.sort_values("p").head(8).round(4).to_string(index=False))
keep = res[res.p_fdr < .05]
print(f"{len(keep)} of {n_sp} species respond to grazing (FDR 5 %):", list(keep.species))
