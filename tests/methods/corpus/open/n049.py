# %%
import numpy as np
import pandas as pd
from scipy import stats

rng = np.random.default_rng(99)
n = 240
svy = pd.DataFrame({"age": rng.integers(15, 70, n), "attn_ok": rng.random(n) > .08, "dur_s": rng.lognormal(6, .4, n),
                    "frame": rng.permutation(np.repeat(["pos", "neg"], n // 2)), "donation": rng.normal(20, 6, n)})

# %%
# exclusions fixed in the preregistration
keep = svy["attn_ok"] & (svy["age"] >= 18) & (svy["dur_s"] > 120)
svy = svy.loc[keep]
print("n =", len(svy), svy.frame.value_counts().to_dict())

# %%
pos, neg = svy.donation[svy.frame == "pos"], svy.donation[svy.frame == "neg"]
t, p = stats.ttest_ind(pos, neg, equal_var=False)
print(f"t = {t:.2f}, p = {p:.3f}")
