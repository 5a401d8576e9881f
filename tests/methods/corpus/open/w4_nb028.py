# %%
import numpy as np
import pandas as pd
from scipy.stats import mannwhitneyu

rng = np.random.default_rng(12)
rows = []
for trt in ["shade", "sun"]:
    for pl in range(5):
        pm = rng.normal(14 if trt == "shade" else 15, 4)
        for leaf in range(12):
            rows.append(dict(treatment=trt, plant=f"{trt}_{pl}", leaf=leaf, damage=max(0, pm + rng.normal(0, 2))))
herb = pd.DataFrame(rows)
herb["damage"] = herb.damage.round(1)
print(herb.head(3)); print(herb.shape)

# %%
herb.groupby(["treatment", "plant"]).damage.mean().unstack(0).round(1)

# %%
sun = herb.loc[herb.treatment == "sun", "damage"].values
shade = herb.loc[herb.treatment == "shade", "damage"].values
U, p = mannwhitneyu(sun, shade, alternative="two-sided")
print("median % leaf area eaten, sun:", np.median(sun), " shade:", np.median(shade))
print(f"U = {U:.0f}, n = {len(sun)} + {len(shade)}, p = {p:.5f}")
print("herbivory differs between light treatments" if p < 0.05 else "no difference in herbivory")
