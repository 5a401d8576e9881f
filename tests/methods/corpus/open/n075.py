# %%
import numpy as np
import pandas as pd
from scipy import stats

rng = np.random.default_rng(18)
idx = pd.date_range("1990-01", periods=320, freq="MS")
cpi = pd.Series(100 + np.cumsum(rng.normal(.2, .6, 320)), index=idx, name="cpi")
gold = pd.Series(400 + np.cumsum(rng.normal(.8, 4, 320)), index=idx, name="gold")
print(pd.concat([cpi, gold], axis=1).resample("YS").mean().head())

# %%
r, p = stats.pearsonr(cpi, gold)
print(f"Gold hedges inflation: r = {r:.2f}, p = {p:.1e}, n = {len(cpi)} months")
