# %%
import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.tsa.stattools import adfuller

rng = np.random.default_rng(28)
common = rng.normal(0, 1, 250)
px = pd.DataFrame({"oil": np.cumsum(common + rng.normal(0, 1, 250)), "cad": np.cumsum(common + rng.normal(0, 1.5, 250))},
                  index=pd.date_range("2000-01-31", periods=250, freq="ME"))
print({c: round(adfuller(px[c], result_object=False)[1], 2) for c in px})

# %%
chg = px.diff().dropna()
r, p = stats.pearsonr(chg["oil"], chg["cad"])
print(f"monthly changes: r = {r:.2f}, p = {p:.1e}")
