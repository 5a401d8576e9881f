# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.stats.stattools import durbin_watson

rng = np.random.default_rng(121)
T = 180
doil = rng.normal(0, .06, T)
dpump = .35 * doil + rng.normal(0, .015, T)
px = pd.DataFrame({"oil": 60 * np.exp(np.cumsum(doil)), "pump": 1.2 * np.exp(np.cumsum(dpump))},
                  index=pd.date_range("2004-01-31", periods=T, freq="ME"))
for c in px:
    print(c, "autocorrelation at lag 1: levels", round(np.log(px[c]).autocorr(1), 2), " differences", round(np.log(px[c]).diff().autocorr(1), 2))

# %%
dl = np.log(px).diff().dropna()
y = dl["pump"].values
X = sm.add_constant(dl["oil"].values)
fit = sm.OLS(y, X).fit(cov_type="HAC", cov_kwds={"maxlags": 3})
print("DW", round(durbin_watson(fit.resid), 2))

# %%
ci = fit.conf_int()[1]
print(f"Same-month pass-through elasticity {fit.params[1]:.2f} (95% CI {ci[0]:.2f} to {ci[1]:.2f}), T = {len(y)}")
