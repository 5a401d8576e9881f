# %%
import numpy as np
import pandas as pd
from scipy import stats

rng = np.random.default_rng(41)
donors = pd.DataFrame({"donor": [f"d{i}" for i in range(18)], "status": ["lupus"] * 9 + ["healthy"] * 9})
donors["mu"] = np.where(donors["status"] == "lupus", 3.0, 2.1) + rng.normal(0, 0.5, 18)
cells = (
    donors.loc[donors.index.repeat(rng.integers(80, 300, 18))]
    .reset_index(drop=True)
    .assign(isg_score=lambda d: rng.normal(d["mu"], 1.1))
    .drop(columns="mu")
)
print(f"{len(cells)} monocytes")

# %%
bulk = cells.groupby(["status", "donor"], as_index=False).agg(isg=("isg_score", "mean"), n_cells=("isg_score", "size"))
print(bulk.round(2).to_string(index=False))

# %%
sle, hc = (bulk.loc[bulk["status"].eq(s), "isg"] for s in ("lupus", "healthy"))
test = stats.ttest_ind(sle, hc, equal_var=False)
ci = test.confidence_interval()
print(f"interferon score, lupus - healthy: {sle.mean() - hc.mean():.2f} [{ci.low:.2f}, {ci.high:.2f}]")
print(f"Welch t = {test.statistic:.2f}, df = {test.df:.1f}, p = {test.pvalue:.4f}, {len(sle)} vs {len(hc)} donors")
