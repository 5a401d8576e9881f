# %%
import numpy as np
import pandas as pd
from scipy import stats

rng = np.random.default_rng(32)
pre = rng.normal(82, 12, 30)
d = pd.DataFrame({"id": range(30), "weight_pre": pre, "weight_post": pre - 2.5 + rng.normal(0, 2.5, 30)})
delta = d.weight_post - d.weight_pre
print("Shapiro of differences:", stats.shapiro(delta).pvalue.round(3))

# %%
t, p = stats.ttest_rel(d["weight_post"], d["weight_pre"])
print(f"{delta.mean():.1f} kg, t(29) = {t:.2f}, p = {p:.2g}")
