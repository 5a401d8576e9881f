# %%
import numpy as np
from scipy.stats import ttest_ind
import matplotlib.pyplot as plt

rng = np.random.default_rng(90)
# mEPSC amplitude (pA), slices from 4 WT and 4 KO animals
def animal(mu, n_cells):
    return rng.normal(rng.normal(mu, 2.2), 2.5, n_cells)

wt = [animal(14.0, k) for k in (18, 22, 15, 25)]
ko = [animal(14.0, k) for k in (20, 17, 24, 21)]

# %%
fig, ax = plt.subplots()
ax.boxplot(wt + ko)
ax.set_xticklabels([f"WT{i}" for i in range(4)] + [f"KO{i}" for i in range(4)])
ax.set_ylabel("amplitude (pA)")

# %%
WT = np.concatenate(wt)
KO = np.concatenate(ko)
t, p = ttest_ind(WT, KO, equal_var=False)
print("n = %d WT and %d KO cells" % (WT.size, KO.size))
print("WT %.1f +- %.2f   KO %.1f +- %.2f pA" % (WT.mean(), WT.std(ddof=1) / WT.size**.5, KO.mean(), KO.std(ddof=1) / KO.size**.5))
print("Welch t = %.2f, p = %.4f -> %s" % (t, p, "loss of the gene alters quantal size" if p < .05 else "no change"))
