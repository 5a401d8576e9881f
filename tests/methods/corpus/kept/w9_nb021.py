# %%
import numpy as np
from scipy import stats

rng = np.random.default_rng(88)
n = 300                                    # weeks
ads = rng.normal(0, 1, n)                  # change in search index "unemployment benefit"
claims = rng.normal(0, 1, n)
claims[3:] += .45 * ads[:-3]               # change in initial claims

half = n // 2
early, late = slice(0, half), slice(half, n)

def lagged(x, y, k):
    return x[:len(x) - k], y[k:]

# %% first 150 weeks, all leads
r = {k: np.corrcoef(*lagged(ads[early], claims[early], k))[0, 1] for k in range(1, 13)}
for k, v in r.items():
    print(k, f"{v:+.2f}")
k0 = max(r, key=lambda k: abs(r[k]))
print("candidate lead:", k0, "weeks")

# %% last 150 weeks
test = stats.pearsonr(*lagged(ads[late], claims[late], k0))
lo, hi = test.confidence_interval()
print(f"second period: r = {test.statistic:.2f} ({lo:.2f} to {hi:.2f}), p = {test.pvalue:.2g}")
