# %%
import numpy as np, pandas as pd
from scipy import stats
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(81)
# TMT-10plex, 5 vehicle / 5 treated mice, log2 reporter intensity per protein
n_prot = 900
acc = [f"Q{i:05d}" for i in rng.choice(99999, n_prot, replace=False)]
shift = np.zeros(n_prot); shift[:60] = rng.choice([-1.6, 1.6], 60)
veh = pd.DataFrame(rng.normal(20, .45, (n_prot, 5)), index=acc).add_prefix("veh")
trt = pd.DataFrame(rng.normal(20, .45, (n_prot, 5)) + shift[:, None], index=acc).add_prefix("trt")
mat = veh.join(trt).sample(frac=1, random_state=0)

# %%
res = (mat.assign(lfc=lambda m: m.filter(like="trt").mean(axis=1) - m.filter(like="veh").mean(axis=1),
                  p=lambda m: stats.ttest_ind(m.filter(like="trt"), m.filter(like="veh"), axis=1).pvalue)
          [["lfc", "p"]])
res["q"] = multipletests(res["p"], method="fdr_bh")[1]

# %%
top = res[res.q < .05].sort_values("q")
print(f"{len(top)} of {len(res)} proteins change at 5% FDR "
      f"({(top.lfc > 0).sum()} up, {(top.lfc < 0).sum()} down)")
print(top.head(8).round(4).to_string())
