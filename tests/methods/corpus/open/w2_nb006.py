# %%
import numpy as np
import pandas as pd
from scipy import stats

# one Landsat NDVI value per field, cover crop or bare fallow, with the QA band of the product
rng = np.random.default_rng(28)
fields = pd.DataFrame({"cover": rng.permutation(np.repeat(["cover_crop", "fallow"], 80))})
fields["ndvi"] = 0.42 + 0.03 * (fields["cover"] == "cover_crop") + rng.normal(0, 0.06, 160)
fields["qa"] = np.where(rng.random(160) < 0.15, "cloud", "clear")
fields.loc[fields.qa == "cloud", "ndvi"] -= rng.uniform(0.15, 0.35, (fields.qa == "cloud").sum())
print(pd.crosstab(fields["cover"], fields["qa"]))

# %%
usable = fields.loc[lambda d: d["qa"].eq("clear")].drop(columns="qa")
groups = {k: v.to_numpy() for k, v in usable.groupby("cover")["ndvi"]}
print({k: (len(v), v.mean().round(3), v.std(ddof=1).round(3)) for k, v in groups.items()})

# %%
res = stats.ttest_ind(groups["cover_crop"], groups["fallow"], equal_var=False)
ci = res.confidence_interval(0.95)
gap = groups["cover_crop"].mean() - groups["fallow"].mean()
print(f"cover crop - fallow: {gap:+.3f} NDVI (95% CI {ci.low:+.3f} to {ci.high:+.3f}), t = {res.statistic:.2f}, p = {res.pvalue:.4f}")
