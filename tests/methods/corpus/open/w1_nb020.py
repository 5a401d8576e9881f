# %%
import numpy as np
import pandas as pd

# %%
rng = np.random.default_rng(23)
n = 310
theta = rng.normal(size=n)
load = np.array([0.8, 0.7, 0.75, 0.6, 0.7, 0.65, 0.5, 0.7])
sign = np.array([1, 1, -1, 1, -1, 1, 1, -1])
latent = theta[:, None] * load * sign + rng.normal(0, 0.7, (n, 8))
items = pd.DataFrame(np.digitize(latent, [-1.2, -0.4, 0.4, 1.2]) + 1, columns=[f"q{i}" for i in range(1, 9)])
items = items.mask(rng.random(items.shape) < 0.01)

# %%
reverse = ["q3", "q5", "q8"]
scale = items.assign(**{c: 6 - items[c] for c in reverse})
complete = scale.dropna()
print(f"{len(complete)} of {len(scale)} respondents answered all items")

total = scale.sum(axis=1, min_count=8)
print(total.describe().round(1).to_string())

# %%
def alpha(d):
    k = d.shape[1]
    return k / (k - 1) * (1 - d.var().sum() / d.sum(axis=1).var())

# %%
stats = pd.DataFrame({
    "mean": complete.mean(),
    "item_rest_r": [complete[c].corr(complete.drop(columns=c).sum(axis=1)) for c in complete],
    "alpha_without": [alpha(complete.drop(columns=c)) for c in complete],
}, index=complete.columns)
print(stats.round(2))
print(f"Cronbach's alpha = {alpha(complete):.2f}; scale mean {complete.mean(axis=1).mean():.2f}")
