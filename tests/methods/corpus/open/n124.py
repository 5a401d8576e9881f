# %%
import numpy as np
from scipy import stats

rng = np.random.default_rng(123)
looks = [30, 60, 90]
pocock_alpha = 0.0221       # three looks, overall 5 %
treat, ctrl = rng.normal(.5, 1, 90), rng.normal(0, 1, 90)

# %%
for n in looks:
    p = stats.ttest_ind(treat[:n], ctrl[:n]).pvalue
    print(f"look at n = {n}: p = {p:.4f}")
    if p < pocock_alpha:
        print("stopped for efficacy")
        break
