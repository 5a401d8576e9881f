# %%
import numpy as np
import statsmodels.api as sm
from statsmodels.stats.stattools import durbin_watson

# monthly sea-surface temperature (deg C), 25 years, one grid cell
rng = np.random.default_rng(93)
n = 300
noise = np.empty(n)
noise[0] = rng.normal(0, 0.3)
for i in range(1, n):
    noise[i] = 0.6 * noise[i - 1] + rng.normal(0, 0.25)
time = np.arange(n) / 120.0
cycle = 2 * np.pi * np.arange(n) / 12
sst = 18 + 0.25 * time + 2.1 * np.cos(cycle - 0.6) + noise

# %%
X = sm.add_constant(np.column_stack([time, np.cos(cycle), np.sin(cycle)]))
start = sm.OLS(sst, X).fit()
print("Durbin-Watson, plain fit:", round(durbin_watson(start.resid), 2))

# %%
model = sm.GLSAR(sst, X, rho=1)
fit = model.iterative_fit(maxiter=20)
lo, hi = fit.conf_int()[1]
print("AR(1) coefficient:", np.round(model.rho, 2), " Durbin-Watson, innovations:", round(durbin_watson(fit.wresid), 2))
print(f"trend {fit.params[1]:+.3f} K/decade, 95% CI [{lo:+.3f}, {hi:+.3f}], p = {fit.pvalues[1]:.3g}")
