# %%
import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

rng = np.random.default_rng(3)
# school means in the regional exam
urban = pd.Series(rng.normal(512, 14, 64), name="urban")
rural = pd.Series(rng.normal(496, 33, 24), name="rural")
s = pd.concat([urban, rural], axis=1)
print(s.agg(["count", "mean", "std", "skew"]).round(2))

# %%
a = s["urban"].dropna()
b = s["rural"].dropna()
va = a.var() / len(a)
vb = b.var() / len(b)
dof = (va + vb) ** 2 / (va ** 2 / (len(a) - 1) + vb ** 2 / (len(b) - 1))
r = ttest_ind(a, b, equal_var=False)
ci = r.confidence_interval(.95)

# %%
print(f"urban - rural = {a.mean() - b.mean():.1f} points (95% CI {ci.low:.1f} to {ci.high:.1f})")
print(f"Welch t({dof:.1f}) = {r.statistic:.2f}, p = {r.pvalue:.4f}")
