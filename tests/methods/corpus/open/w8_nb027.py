import numpy as np, pandas as pd
import statsmodels.api as sm
from statsmodels.stats.stattools import durbin_watson

rng = np.random.default_rng(70)
n = 110
noise = np.zeros(n)
for i in range(1, n):
    noise[i] = .45 * noise[i-1] + rng.normal(0, .11)
gl = pd.Series(.009 * np.arange(n) + noise, index=1910 + np.arange(n))   # global T anomaly, K

# %%
X = sm.add_constant(gl.index.values - 1965.)
plain = sm.OLS(gl.values, X).fit()
print("Durbin-Watson:", round(durbin_watson(plain.resid), 2))

# %%
ar = sm.GLSAR(gl.values, X, rho=1)
fit = ar.iterative_fit(maxiter=20)
print("rho =", np.round(ar.rho, 2), " DW of whitened residuals:", round(durbin_watson(fit.wresid), 2))
lo, hi = fit.conf_int()[1] * 10
print(f"warming {10 * fit.params[1]:.3f} K/decade, 95% CI ({lo:.3f}, {hi:.3f})")
