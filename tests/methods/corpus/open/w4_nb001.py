# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm

rng = np.random.default_rng(24)
q = pd.period_range("1985Q1", periods=140, freq="Q")
house = 100 + np.cumsum(rng.normal(.2, 1.5, 140))
migr = 50 + np.cumsum(rng.normal(.1, 1.0, 140))
df = pd.DataFrame({"house": house, "migr": migr}, index=q)
df.iloc[::20].round(1)

# %%
# do house prices follow immigration?
y = df["house"].values
X = sm.add_constant(df["migr"].values)
fit = sm.OLS(y, X).fit()
b = fit.params[1]
se = fit.bse[1]
t = fit.tvalues[1]
p = fit.pvalues[1]
print("slope", round(b, 3), "se", round(se, 3), "t", round(t, 1), "p", p)

# %%
txt = "rise" if b > 0 else "fall"
print(f"House price index and the immigrant stock are related: prices {txt} by {abs(b):.2f} points per unit "
      f"(t = {t:.1f}, p = {p:.1e}, R2 = {fit.rsquared:.2f}).")
