# %%
import numpy as np, pandas as pd
import statsmodels.api as sm

rng = np.random.default_rng(718)
T = 720
spread = np.zeros(T)
for i in range(1, T):
    spread[i] = 0.6 * spread[i - 1] + rng.normal(0, 0.8)
r = 0.5 + rng.normal(0, 4.0, T)
r[1:] += 0.45 * spread[:-1]
m = pd.DataFrame({"spread": spread, "r": r}, index=pd.period_range("1960-01", periods=T, freq="M"))

# %%
# cumulative excess return over the coming quarter (overlapping windows)
m["r3"] = m["r"].rolling(3).sum().shift(-3)
d = m.dropna()

# %%
res = sm.OLS(d["r3"], sm.add_constant(d["spread"])).fit(cov_type="HAC", cov_kwds={"maxlags": 8})
lo, hi = res.conf_int().loc["spread"]
print(f"slope {res.params['spread']:.2f}  s.e. {res.bse['spread']:.2f}  z = {res.tvalues['spread']:.2f}  p = {res.pvalues['spread']:.4f}")
print(f"95% CI {lo:.2f} .. {hi:.2f};  R2 = {res.rsquared:.3f};  {int(res.nobs)} months")
