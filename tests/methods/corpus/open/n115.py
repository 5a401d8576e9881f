# %%
import numpy as np
import pandas as pd
from scipy import stats

rng = np.random.default_rng(80)
ab = pd.DataFrame({"variant": rng.choice(["A", "B"], 20000)})
ab["revenue"] = rng.gamma(2.0, 7.5, 20000) + np.where(ab.variant == "B", .4, 0)
ab.groupby("variant").revenue.agg(["mean", "std", "size"])

# %%
A = ab.query("variant=='A'").revenue
B = ab.query("variant=='B'").revenue
res = stats.ttest_ind(B, A, equal_var=False)
print(f"uplift {B.mean()/A.mean()-1:+.2%}, p = {res.pvalue:.4f}")
