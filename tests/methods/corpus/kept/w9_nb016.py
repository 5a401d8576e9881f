# %%
import numpy as np, pandas as pd
from scipy.stats import ttest_ind

rng = np.random.default_rng(230)

def embryo(i, morph):
    level = rng.normal(8.0 - 1.5 * morph, .8)
    return pd.DataFrame(dict(embryo=f"e{i}", mo=morph, cilium_um=rng.normal(level, 1.3, rng.integers(25, 70))))

cilia = pd.concat(embryo(i, int(i >= 11)) for i in range(22))
print(f"{len(cilia)} cilia measured")

# %%
# one value per embryo
em = cilia.groupby(["mo", "embryo"], as_index=False)["cilium_um"].mean()
ctrl, kd = (em.loc[em.mo == k, "cilium_um"].to_numpy() for k in (0, 1))
print(em.groupby("mo").cilium_um.describe()[["count", "mean", "std"]].round(2))

# %%
out = ttest_ind(kd, ctrl, equal_var=False)
ci = out.confidence_interval()
print(f"morphants - controls: {kd.mean()-ctrl.mean():.2f} um (95% CI {ci.low:.2f} to {ci.high:.2f}), "
      f"Welch t = {out.statistic:.2f}, p = {out.pvalue:.4f}, n = {len(kd)} + {len(ctrl)} embryos")
