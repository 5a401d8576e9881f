# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm

rng = np.random.default_rng(3)
N, T = 60, 12
pid = np.repeat(np.arange(N), T)
union = np.repeat(rng.integers(0, 2, N), T)
ability = np.repeat(rng.normal(0, .5, N), T)
year = np.tile(np.arange(2005, 2005 + T), N)
wage = 2.5 + .02 * (year - 2005) + ability + rng.normal(0, .15, N * T)
soep = pd.DataFrame(dict(pid=pid, year=year, union=union, lwage=wage))

# %%
X = sm.add_constant(soep[["union", "year"]])
ols = sm.OLS(soep["lwage"], X).fit()
ci = ols.conf_int().loc["union"]
print(f"union premium {ols.params['union']:.3f} [{ci[0]:.3f}, {ci[1]:.3f}], p = {ols.pvalues['union']:.3g}")
