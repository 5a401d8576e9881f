# %%
import pandas as pd, numpy as np
from scipy.stats import ttest_ind

rng = np.random.default_rng(515)
long = []
for g, shift in [("saline", 0), ("lesion", 4.0)]:
    for m in range(9):
        mu = 30 + shift + rng.normal(0, 2.5)
        for cell in range(rng.integers(12, 30)):
            long.append((g, f"{g[:3]}{m}", mu + rng.normal(0, 6)))
cells = pd.DataFrame(long, columns=["group", "mouse", "spine_density"])
print(cells.groupby("group").agg(cells=("mouse", "size"), mice=("mouse", "nunique")))

# %%
per_mouse = cells.groupby(["group", "mouse"], as_index=False).spine_density.mean()
sal, les = (per_mouse.loc[per_mouse.group == k, "spine_density"] for k in ("saline", "lesion"))

# %%
out = ttest_ind(les, sal, equal_var=False)
ci = out.confidence_interval()
print(f"lesion - saline = {les.mean() - sal.mean():.2f} spines/100um  [{ci.low:.2f}, {ci.high:.2f}]")
print(f"t = {out.statistic:.2f}, df = {out.df:.1f}, p = {out.pvalue:.4f}, n = {len(les)} and {len(sal)} mice")
