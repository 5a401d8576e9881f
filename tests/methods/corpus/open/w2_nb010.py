# %%
# 16-day NDVI composites of a grassland pixel, forecast one composite ahead
import numpy as np, pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.model_selection import TimeSeriesSplit

g = np.random.default_rng(5)
t = pd.date_range("2004-01-01", periods=23 * 16, freq="16D")
season = np.sin(2 * np.pi * np.arange(len(t)) / 23)
df = pd.DataFrame({"ndvi": 0.45 + 0.12 * season + g.normal(0, 0.06, len(t)),
                   "rain": g.gamma(2.0, 12.0, len(t))}, index=t)

# %%
def build(d):
    out = d.copy()
    out["ndvi_s"] = out["ndvi"].rolling(5, center=True, min_periods=1).mean()
    out["rain_48d"] = out["rain"].rolling(3).sum()
    doy = out.index.day_of_year
    out["sin"], out["cos"] = np.sin(2 * np.pi * doy / 365.25), np.cos(2 * np.pi * doy / 365.25)
    out["target"] = out["ndvi"].shift(-1)
    return out.dropna()

table = df.pipe(build)
cols = ["ndvi", "ndvi_s", "rain_48d", "sin", "cos"]

# %%
rows = []
for k, (tr, te) in enumerate(TimeSeriesSplit(n_splits=6).split(table)):
    past, future = table.iloc[tr], table.iloc[te]
    est = Ridge(alpha=1e-3).fit(past[cols], past["target"])
    yhat = est.predict(future[cols])
    rows.append({"split": k, "R2": r2_score(future["target"], yhat), "MAE": mean_absolute_error(future["target"], yhat)})
res = pd.DataFrame(rows).set_index("split")
print(res.round(3))
print(f"One-step forecast skill: R2 = {res.R2.mean():.2f}, MAE = {res.MAE.mean():.3f} NDVI units")
