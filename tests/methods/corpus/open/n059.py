# %%
import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

rng = np.random.default_rng(15)
df = pd.DataFrame({
    "group": ["ctrl"] * 30 + ["siRNA"] * 30,
    "viability": np.concatenate([rng.normal(100, 12, 30), rng.normal(93, 12, 30)]),
})
df.groupby("group").viability.describe()

# %%
ctrl = df.loc[df.group == "ctrl", "viability"]
kd = df.loc[df.group == "siRNA", "viability"]
kd = kd[kd < kd.mean() + kd.std()]
print(len(ctrl), len(kd))

# %%
t, p = ttest_ind(ctrl, kd)
print(f"knock-down reduces viability, t={t:.2f}, p={p:.4f}")
