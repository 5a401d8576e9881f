# %%
import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency

rng = np.random.default_rng(13)
n = 34
pilot = pd.DataFrame({
    "religion": rng.choice(["none", "catholic", "protestant", "muslim", "other"], n, p=[.5, .27, .15, .05, .03]),
    "volunteering": rng.choice(["never", "yearly", "monthly", "weekly"], n, p=[.6, .24, .1, .06]),
})

# %%
tab = pd.crosstab(pilot["religion"], pilot["volunteering"])
print(tab)
share = tab.div(tab.sum(axis=1), axis=0).mul(100).round(0)
print(share.to_string())

# %%
stat, p, dof, _ = chi2_contingency(tab)
v = np.sqrt(stat / (tab.values.sum() * (min(tab.shape) - 1)))

# %%
print(f"chi2({dof}, N={n}) = {stat:.2f}, p = {p:.3f}, Cramer's V = {v:.2f}")
print("Volunteering depends on religious affiliation." if p < .05 else "No association found.")
