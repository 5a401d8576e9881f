# %%
# yellow pan traps, one per farm
import numpy as np, pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf

rng = np.random.default_rng(27)
traps = pd.DataFrame({"crop": np.repeat(["maize", "intercrop"], 50), "hours": rng.uniform(40, 60, 100)})
mu = traps.hours * np.where(traps.crop == "maize", .42, .22)
traps["aphids"] = rng.poisson(mu * rng.gamma(1.6, 1 / 1.6, 100))

# %%
pois = smf.glm("aphids ~ crop", traps, family=sm.families.Poisson(), offset=np.log(traps.hours)).fit()
print("Pearson chi2 / df =", round(pois.pearson_chi2 / pois.df_resid, 1))

# %%
nb = smf.negativebinomial("aphids ~ crop", traps, offset=np.log(traps.hours)).fit(disp=0)
print(nb.summary().tables[1])
rr = np.exp(nb.params["crop[T.maize]"])
lo, hi = np.exp(nb.conf_int().loc["crop[T.maize]"])
print(f"Aphid catch in sole maize is {rr:.2f} times that in the intercrop (95% CI {lo:.2f}-{hi:.2f}), dispersion {nb.params['alpha']:.2f}")
