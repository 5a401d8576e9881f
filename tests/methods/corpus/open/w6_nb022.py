# %%
import numpy as np
import pandas as pd

rng = np.random.default_rng(500)
dates = pd.bdate_range("2016-01-01", "2021-12-31")
names = ["EQ", "GOV", "CRED", "CMDTY"]
vol = np.array([.16, .05, .08, .20]) / np.sqrt(252)
C = np.array([[1, -.2, .5, .3], [-.2, 1, .2, -.1], [.5, .2, 1, .2], [.3, -.1, .2, 1]])
r = pd.DataFrame(rng.multivariate_normal([3e-4, 1e-4, 1.5e-4, 1e-4], np.outer(vol, vol) * C, len(dates)), dates, names)

# %%
def drawdown(ret):
    wealth = (1 + ret).cumprod()
    return wealth / wealth.cummax() - 1

weights = pd.Series([.5, .3, .15, .05], names)
port = (r @ weights).rename("PORT")
everything = r.join(port)

# %%
table = pd.DataFrame({
    "ann_mean": everything.mean() * 252,
    "ann_vol": everything.std() * np.sqrt(252),
    "max_dd": everything.apply(lambda s: drawdown(s).min()),
    "VaR99_1d": -everything.quantile(.01),
})
print((100 * table).round(2))

# %%
by_year = everything.groupby(everything.index.year).apply(lambda d: (1 + d).prod() - 1)
print((100 * by_year).round(1))
mrc = weights * (r.cov() @ weights) / port.var()
print("share of portfolio variance:", mrc.round(3).to_dict())
