# %%
import numpy as np
from scipy.stats import norm
rng = np.random.default_rng(2)

# cloud-to-ground strokes per storm day inside the wind farm radius, before and after commissioning
before = rng.negative_binomial(1.1, 1.1 / (1.1 + 30), 60)
after = rng.negative_binomial(1.1, 1.1 / (1.1 + 30), 60)

# %%
tab = dict(before=before, after=after)
for k, v in tab.items():
    print(f"{k:7s} days {v.size}  strokes {v.sum()}  mean {v.mean():.1f}  max {v.max()}")

# %%
n1, n2 = before.sum(), after.sum()
z = (n2 - n1) / np.sqrt(n1 + n2)
p = 2 * norm.sf(abs(z))
print(f"rate ratio {n2 / n1:.2f}, z = {z:.1f}, p = {p:.1e}")
if p < 0.01:
    print("Turbines have", "raised" if n2 > n1 else "lowered", "the stroke rate.")
