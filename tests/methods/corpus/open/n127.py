# %%
import numpy as np
import statsmodels.api as sm

rng = np.random.default_rng(58)
yrs = np.arange(1950, 2022)
e = np.zeros(yrs.size)
for k in range(1, yrs.size):
    e[k] = .6 * e[k - 1] + rng.normal(0, .1)
temp = .012 * (yrs - 1950) + e

# %%
X = sm.add_constant((yrs - yrs.mean()) / 10)
gls = sm.GLSAR(temp, X, rho=1).iterative_fit(maxiter=15)
nw = sm.OLS(temp, X).fit(cov_type="HAC", cov_kwds={"maxlags": 5})
print(f"GLSAR: {gls.params[1]:.3f} +/- {gls.bse[1]:.3f} K/decade, rho = {gls.model.rho[0]:.2f}")
print(f"OLS-HAC: {nw.params[1]:.3f} +/- {nw.bse[1]:.3f} K/decade")
