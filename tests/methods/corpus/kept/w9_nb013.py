# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm

rng = np.random.default_rng(67)
# 80 lysimeters, one reading each; combine monitor + lab
ly = pd.DataFrame({"irrig_mm": rng.uniform(150, 450, 80)})
ly["biomass"] = 4.1 + .018 * ly.irrig_mm + rng.normal(0, .9, 80)
ly["battery_v"] = rng.normal(12.4, .25, 80)
weak = rng.choice(80, 7, replace=False)
ly.loc[weak, "battery_v"] = rng.uniform(9.5, 10.8, 7)
ly.loc[weak, "biomass"] += rng.normal(0, 6, 7)     # balance drifts below 11 V, see manual p. 31
print(ly.describe().loc[["count", "min", "max"]].round(1))

# %%
usable = ly[ly["battery_v"] >= 11.0]
print(f"{len(ly) - len(usable)} lysimeters without sufficient supply voltage removed (SOP 4.2)")

# %%
A = sm.add_constant(usable["irrig_mm"])
fit = sm.OLS(usable["biomass"], A).fit()
s, e = fit.params["irrig_mm"], fit.bse["irrig_mm"]
print(f"water response {1000*s:.1f} +/- {1000*e:.1f} kg per mm, R2 {fit.rsquared:.2f}, n {int(fit.nobs)}")
