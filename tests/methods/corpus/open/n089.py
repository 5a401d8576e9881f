# %%
import numpy as np
from scipy import stats

rng = np.random.default_rng(118)
arsenic = {
    "alluvial": rng.normal(10, 1, 80),
    "bedrock": rng.normal(10, 1.2, 60),
    "mine": rng.normal(10, 15, 5),
}
for k, v in arsenic.items():
    print(f"{k:9s} n={len(v):3d} mean={v.mean():6.2f} sd={v.std(ddof=1):5.2f}")

# %%
F, p = stats.f_oneway(*arsenic.values())
print(f"aquifers differ in As: F = {F:.2f}, p = {p:.2g}")
