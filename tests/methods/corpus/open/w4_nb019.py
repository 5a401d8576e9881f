# %%
import numpy as np
import pandas as pd

rng = np.random.default_rng(26)
n = 260
theta = rng.normal(size=n)
q = pd.DataFrame({f"anx{i}": np.clip(np.round(3 + .9 * theta + rng.normal(0, 1, n)), 1, 5) for i in range(1, 9)})
q["anx3"] = 6 - q["anx3"]
q["anx7"] = 6 - q["anx7"]
print(q.corr().round(2).iloc[:, :4])

# %%
# anx3 and anx7 are worded the other way round
q["anx3"] = q["anx3"].apply(lambda v: 6 - v)
q["anx7"] = q["anx7"].apply(lambda v: 6 - v)

def alpha(d):
    k = d.shape[1]
    return k / (k - 1) * (1 - d.var(ddof=1).sum() / d.sum(axis=1).var(ddof=1))

# %%
rest = pd.Series({c: q[c].corr(q.drop(columns=c).sum(axis=1)) for c in q})
boot = []
for b in range(500):
    ix = rng.integers(0, n, n)
    boot.append(alpha(q.iloc[ix]))
lo, hi = np.percentile(boot, [2.5, 97.5])
print(rest.round(2).to_string())
print(f"alpha = {alpha(q):.2f} (bootstrap 95% {lo:.2f} - {hi:.2f}), N = {n} pupils, 8 items")
