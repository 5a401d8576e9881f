# %%
import warnings; warnings.simplefilter("ignore", FutureWarning)
import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.tsa.stattools import adfuller
from statsmodels.stats.diagnostic import acorr_ljungbox

rng = np.random.default_rng(52)
T = 200
idx = pd.date_range("2005-01-31", periods=T, freq="ME")
e1 = rng.normal(0, 1, T); e2 = .35 * e1 + rng.normal(0, .9, T)
df = pd.DataFrame({"wti": 60 + e1.cumsum(), "cad": 80 + e2.cumsum()}, index=idx)
for c in df:
    print(c, "ADF level p=%.2f  diff p=%.1e" % (adfuller(df[c])[1], adfuller(df[c].diff().dropna())[1]))

# %%
# both I(1): go to monthly changes, HAC errors for good measure
d = df.diff().dropna()
fit = sm.OLS(d.cad, sm.add_constant(d.wti)).fit(cov_type="HAC", cov_kwds={"maxlags": 4})
print(fit.summary().tables[1])

# %%
lb = acorr_ljungbox(fit.resid, lags=[6, 12])
print(lb.round(2))
print(f"A 1 USD move in WTI goes with {fit.params['wti']:.2f} in the CAD index in the same month (se {fit.bse['wti']:.2f}).")
