# %%
# regional unemployment, monthly, one-month-ahead forecast
import numpy as np, pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error as mae

rng = np.random.default_rng(77)
T = 216
e = rng.normal(0, .35, T)
u = np.zeros(T); u[0] = 7
for t in range(1, T):
    u[t] = 7 + .75 * (u[t - 1] - 7) + e[t]
df = pd.DataFrame({"unemp": u, "vacancies": 40 - 2 * u + rng.normal(0, 2, T)},
                  index=pd.date_range("2005-01-01", periods=T, freq="MS"))

# %%
df["u_lag1"] = df.unemp.shift(1)
df["u_lag2"] = df.unemp.shift(2)
df["u_smooth"] = df.unemp.rolling(5, center=True).mean()
df["target"] = df.unemp.shift(-1)
d = df.dropna()
train = d.loc[:"2017-12"]
test = d.loc["2018-01":]
print(len(train), "months to fit,", len(test), "months to forecast")

# %%
feats = ["unemp", "u_lag1", "u_lag2", "vacancies", "u_smooth"]
mod = Ridge(alpha=.1).fit(train[feats], train.target)
fc = pd.Series(mod.predict(test[feats]), index=test.index)
err_model = mae(test.target, fc)
err_last = mae(test.target, test.unemp)
print(f"MAE model {err_model:.3f}   MAE last value {err_last:.3f}")
print(f"Our indicator improves on the last-value forecast by {100 * (1 - err_model / err_last):.0f} %")
