# %%
# Soil-moisture forecast three days ahead from radar and weather
import numpy as np, pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error as mae
from sklearn.model_selection import TimeSeriesSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

r = np.random.default_rng(23)
days = pd.date_range("2016-01-01", periods=1200, freq="D")
rain = r.gamma(0.3, 8.0, 1200)
sm_ = np.zeros(1200) + 0.25
for i in range(1, 1200):
    sm_[i] = 0.25 + 0.93 * (sm_[i - 1] - 0.25) + 0.0025 * (rain[i] - 2.4) + r.normal(0, 0.004)
sigma0 = -12 + 18 * sm_ + r.normal(0, 0.5, 1200)
sigma0[r.random(1200) < 0.4] = np.nan
obs = pd.DataFrame({"sm": sm_, "rain": rain, "s0": sigma0}, index=days)

# %%
H = 3
feats = pd.concat(
    {"sm": obs["sm"], "sm_7": obs["sm"].rolling(7).mean(), "rain_5": obs["rain"].rolling(5).sum(),
     "s0": obs["s0"], "s0_12": obs["s0"].rolling(12, min_periods=1).mean()}, axis=1)
data = feats.assign(y=obs["sm"].shift(-H)).dropna(subset=["y", "sm_7", "rain_5"])

# %%
cv = TimeSeriesSplit(n_splits=5, gap=H)
lines = []
for tr, te in cv.split(data):
    a, b = data.iloc[tr], data.iloc[te]
    pipe = make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), Ridge(1.0))
    pipe.fit(a.drop(columns="y"), a["y"])
    lines.append((b.index[0].date(), mae(b["y"], pipe.predict(b.drop(columns="y"))), mae(b["y"], b["sm"])))
print(pd.DataFrame(lines, columns=["from", "ridge", "persistence"]).round(4).to_string(index=False))
