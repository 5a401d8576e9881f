# %%
import numpy as np, pandas as pd
from scipy import stats

rng = np.random.default_rng(92)
n = 24
pre = rng.normal(148, 16, n)
post = pre - 5 + rng.normal(0, 4, n)
bp = pd.DataFrame({"patient_id": range(n), "sbp_pre": pre, "sbp_post": post})
bp.describe().loc[["mean", "std"]]

# %%
t, p = stats.ttest_ind(bp["sbp_pre"], bp["sbp_post"])
print(f"change {np.mean(bp.sbp_post - bp.sbp_pre):.1f} mmHg; t = {t:.2f}; p = {p:.3f}")
print("Salt restriction has no effect on blood pressure" if p > .05 else "effect")
