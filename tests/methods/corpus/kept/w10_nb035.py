# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.tsa.stattools import acf

rng = np.random.default_rng(83)
t = np.arange(720) / 120.0        # decades
e = np.zeros(720)
for k in range(1, 720):
    e[k] = .6 * e[k - 1] + rng.normal(0, .12)
gmst = pd.Series(.17 * t + e, index=pd.period_range("1961-01", periods=720, freq="M"))

# %%
X = sm.add_constant(t)
ols = sm.OLS(gmst.to_numpy(), X).fit()
print("residual acf, lags 1-4:", acf(ols.resid, nlags=4)[1:].round(2))

# %%
hac = ols.get_robustcov_results("HAC", maxlags=36, use_correction=True)
lo, hi = hac.conf_int()[1]
print(f"trend {hac.params[1]:.3f} K/decade, Newey-West 95% interval {lo:.3f} to {hi:.3f}")
print(f"(interval half-width is {(hi - lo) / 2 / (1.96 * ols.bse[1]):.1f} x the iid one)")
