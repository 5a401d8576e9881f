import numpy as np, pandas as pd
import statsmodels.api as sm

rng = np.random.default_rng(9)
gps = pd.DataFrame({"t": np.sort(rng.uniform(0, 6, 400))})
gps["north_mm"] = 3 + 11.2 * gps.t + rng.normal(0, 3, len(gps))
gps["n_sat"] = rng.poisson(9, len(gps))
gps["pdop"] = rng.gamma(6, .4, len(gps))
poor = (gps.n_sat < 5) | (gps.pdop > 4)
gps.loc[poor, "north_mm"] += rng.normal(0, 25, poor.sum())

# %%
# standard IGS acceptance: at least 5 satellites and PDOP of 4 or less
good = gps.query("n_sat >= 5 and pdop <= 4")
print(f"{len(gps) - len(good)} epochs rejected out of {len(gps)}")

# %%
fit = sm.OLS(good.north_mm, sm.add_constant(good.t)).fit()
v, (lo, hi) = fit.params["t"], fit.conf_int().loc["t"]
print(f"station velocity north {v:.2f} mm/yr (95% CI {lo:.2f} - {hi:.2f})")
