# %%
import numpy as np
import pandas as pd
from scipy import stats

rng = np.random.default_rng(97)
soil = pd.DataFrame({"site": np.repeat(["river", "field", "forest"], 12)})
soil["pb_mgkg"] = rng.lognormal(np.repeat([3.8, 3.0, 2.9], 12), .6)

# %%
for site, g in soil.groupby("site"):
    W, p = stats.shapiro(g.pb_mgkg)
    print(f"{site:7s} W = {W:.3f} p = {p:.3f}")

# %%
H, p = stats.kruskal(*[g.pb_mgkg for _, g in soil.groupby("site")])
print(f"Kruskal-Wallis H(2) = {H:.2f}, p = {p:.4f}")
