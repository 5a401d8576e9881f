# %%
import numpy as np
import pandas as pd
from scipy.stats import mannwhitneyu

rng = np.random.default_rng(84)
animals = pd.DataFrame({"animal": [f"R{i}" for i in range(10)], "treat": ["sham", "radio"] * 5})
animals["ki67_mean"] = rng.normal(30, 6, 10)
slices = animals.merge(pd.DataFrame({"slice": range(12)}), how="cross")
slices["ki67"] = slices.ki67_mean + rng.normal(0, 2, len(slices))
slices = slices.drop(columns="ki67_mean")

# %%
a = slices.query("treat == 'sham'")["ki67"].to_numpy()
b = slices.query("treat == 'radio'")["ki67"].to_numpy()
u, p = mannwhitneyu(a, b)

# %%
print(f"Ki-67 index: median {np.median(a):.1f} % vs {np.median(b):.1f} %, U={u:.0f}, p={p:.4f}, n={len(a)}+{len(b)}")
