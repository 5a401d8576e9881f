# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm

rng = np.random.default_rng(200)
firm = pd.DataFrame({"sales": rng.lognormal(3, 1.2, 120)})
firm["profit"] = 2 + rng.normal(0, 1, 120) * .02 * firm.sales ** 1.8
print(firm.assign(q=pd.qcut(firm.sales, 4, labels=False)).groupby("q").profit.std())

# %%
ols = sm.OLS(firm.profit, sm.add_constant(firm.sales)).fit()
lo, hi = ols.conf_int().loc["sales"]
print(f"profit per unit of sales {ols.params['sales']:.3f} [{lo:.3f}, {hi:.3f}], p = {ols.pvalues['sales']:.4f}")
