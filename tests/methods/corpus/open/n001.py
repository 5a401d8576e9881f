# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import TimeSeriesSplit
from sklearn.metrics import mean_absolute_error

rng = np.random.default_rng(56)
q = pd.Series(np.exp(np.sin(np.arange(700) / 58) + .3 * rng.normal(size=700)), name="q")
d = pd.DataFrame({"q": q, "lag1": q.shift(1), "lag2": q.shift(2), "lag7": q.shift(7)}).dropna().reset_index(drop=True)

# %%
mae = []
for tr, te in TimeSeriesSplit(n_splits=5).split(d):
    m = Ridge().fit(d.loc[tr, ["lag1", "lag2", "lag7"]], d.loc[tr, "q"])
    mae.append(mean_absolute_error(d.loc[te, "q"], m.predict(d.loc[te, ["lag1", "lag2", "lag7"]])))
naive = (d.q - d.lag1).abs().mean()
print("MAE per fold", np.round(mae, 3), "persistence", round(naive, 3))
