# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm

rng = np.random.default_rng(33)
q = pd.period_range("1985Q1", periods=140, freq="Q")
ts = pd.DataFrame(index=q)
ts["house_px"] = 100 + rng.normal(.4, 1.5, 140).cumsum()
ts["migration"] = 40 + rng.normal(.25, 1.0, 140).cumsum()
ts["credit"] = 70 + rng.normal(.1, 1.2, 140).cumsum()
ts.iloc[[0, 50, 100, -1]].round(1)

# %%
X = sm.add_constant(ts[["migration", "credit"]])
fit = sm.OLS(ts["house_px"], X).fit()
print(fit.summary2().tables[1].round(4))
print("R2 adj", round(fit.rsquared_adj, 3))

# %%
b, se = fit.params["migration"], fit.bse["migration"]
print(f"One more thousand migrants raises the price index by {b:.2f} points "
      f"(95% CI {b-1.96*se:.2f} to {b+1.96*se:.2f}, p = {fit.pvalues['migration']:.1e})")
