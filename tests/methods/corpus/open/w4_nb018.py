# %%
import numpy as np, pandas as pd
from scipy.stats import chi2_contingency

rng = np.random.default_rng(276)
# interviews in a village: livelihood and which party people said they would vote for
job = rng.choice(["fishing", "farming", "trade", "state", "none"], 38, p=[.45, .3, .1, .08, .07])
vote = np.array(["A" if rng.random() < .6 else rng.choice(["B", "C", "none"], p=[.6, .2, .2]) for _ in job])
iv = pd.DataFrame({"job": job, "vote": vote})
ct = pd.crosstab(iv["job"], iv["vote"])
print(ct)

# %%
chi2, p, dof, ex = chi2_contingency(ct)
n = ct.values.sum()
V = np.sqrt(chi2 / (n * (min(ct.shape) - 1)))

# %%
print(f"chi2({dof}) = {chi2:.1f}, p = {p:.4f}, Cramer's V = {V:.2f}")
if p < .05:
    print("Party preference depends on livelihood.")
else:
    print("No link between livelihood and party preference was found.")
