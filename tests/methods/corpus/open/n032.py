# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf

rng = np.random.default_rng(93)
obs = pd.DataFrame({"temp": rng.uniform(5, 30, 150), "minutes": rng.choice([10, 20, 30], 150)})
obs["bees"] = rng.poisson(obs.minutes * np.exp(-3 + .06 * obs.temp))

# %%
fit = smf.glm("bees ~ temp", data=obs, family=sm.families.Poisson(), offset=np.log(obs["minutes"])).fit()
print(f"dispersion {fit.pearson_chi2 / fit.df_resid:.2f}")
print(f"+{100*(np.exp(fit.params['temp'])-1):.1f} % visits per degree, p = {fit.pvalues['temp']:.1e}")
