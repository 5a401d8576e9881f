# %%
import numpy as np, pandas as pd

# end-of-term test, 20 items scored 0/1, 310 students
rng = np.random.default_rng(118)
theta = rng.normal(size=310)
b = np.linspace(-2, 2, 20); a = rng.uniform(.6, 1.8, 20); a[13] = .05
P = 1 / (1 + np.exp(-a * (theta[:, None] - b)))
resp = pd.DataFrame((rng.random(P.shape) < P).astype(int), columns=[f"q{i+1:02d}" for i in range(20)])

# %%
def alpha(d):
    k = d.shape[1]
    return k / (k - 1) * (1 - d.var(ddof=1).sum() / d.sum(axis=1).var(ddof=1))

items = pd.DataFrame({
    "p": resp.mean(),
    "r_rest": [resp[c].corr(resp.drop(columns=c).sum(axis=1)) for c in resp],
    "alpha_wo": [alpha(resp.drop(columns=c)) for c in resp],
})
print(items.round(2).to_string())

# %%
tot = resp.sum(axis=1)
al = alpha(resp)
print(f"alpha {al:.2f}, mean {tot.mean():.1f}, SD {tot.std():.1f}, SEM {tot.std() * np.sqrt(1 - al):.1f} points")
print("for the item meeting:", items.index[items.r_rest < .15].tolist())
