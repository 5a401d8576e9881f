# %%
import numpy as np
from scipy.optimize import curve_fit
from scipy.stats import t as tdist

rng = np.random.default_rng(46)
conc = np.repeat(10.0 ** np.arange(-9, -4, .5), 3)      # M, separate wells, randomised over the plate

def hill(lc, bottom, top, lec50, h):
    return bottom + (top - bottom) / (1 + 10 ** ((lc - lec50) * h))

viab = hill(np.log10(conc), 8, 100, -6.7, 1.1) + rng.normal(0, 4, conc.size)

# %%
p0 = [viab.min(), viab.max(), -7, 1]
popt, pcov = curve_fit(hill, np.log10(conc), viab, p0=p0)
resid = viab - hill(np.log10(conc), *popt)
dof = conc.size - len(popt)
print("residual sd %.2f, dof %d" % (np.sqrt((resid ** 2).sum() / dof), dof))

# %%
names = ["bottom", "top", "logIC50", "hill"]
half = tdist.ppf(.975, dof) * np.sqrt(np.diag(pcov))
for n_, v, w in zip(names, popt, half):
    print(f"{n_:8s} {v:8.2f}  [{v-w:.2f}, {v+w:.2f}]")
print(f"IC50 = {1e9*10**popt[2]:.0f} nM ({1e9*10**(popt[2]-half[2]):.0f} to {1e9*10**(popt[2]+half[2]):.0f})")
