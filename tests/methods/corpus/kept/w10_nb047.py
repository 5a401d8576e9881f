# %%
# How often would a lab that looks at the data after every batch claim an effect under H0?
import numpy as np
from scipy import stats
rng = np.random.default_rng(2)

LOOKS = list(range(10, 61, 5))
a, b = rng.normal(size=(2, 5000, 60))          # 5000 studies, 60 per group at most
p = np.column_stack([stats.ttest_ind(a[:, :n], b[:, :n], axis=1).pvalue for n in LOOKS])

# %%
sig = (p < .05).any(axis=1)
ns = np.array(LOOKS)[(p < .05).argmax(axis=1)]
rate = sig.mean()
se = np.sqrt(rate * (1 - rate) / sig.size)

# %%
print(f"false positive rate with 11 looks: {rate:.3f} (MC s.e. {se:.3f}), nominal .05")
print("median n when stopped for significance:", int(np.median(ns[sig])))
