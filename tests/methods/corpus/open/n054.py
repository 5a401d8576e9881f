# %%
import numpy as np
import statsmodels.api as sm

rng = np.random.default_rng(52)
n = 240
lake = np.zeros(n)
for i in range(1, n):
    lake[i] = 0.96 * lake[i - 1] + rng.normal(0, 0.1)
month = np.arange(n)

# %%
X = sm.add_constant(month / 120)         # per decade
ols = sm.OLS(lake, X).fit()
print(f"lake level trend {ols.params[1]:+.2f} m/decade, p = {ols.pvalues[1]:.2g}")
print("Durbin-Watson", sm.stats.durbin_watson(ols.resid).round(2))
