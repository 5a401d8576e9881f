# Campylobacter notifications, 90 districts, poultry density
import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf

rng = np.random.default_rng(66)
D = pd.DataFrame({"pop": rng.integers(15_000, 300_000, 90), "poultry": rng.gamma(2, 1, 90), "urban": rng.uniform(0, 1, 90)})
mu = D["pop"] * np.exp(-7.3 + .22 * D.poultry - .3 * D.urban)
D["cases"] = rng.negative_binomial(4, 4 / (4 + mu))

# %%
pois = smf.glm("cases ~ poultry + urban", D, offset=np.log(D["pop"]), family=sm.families.Poisson()).fit()
print("Poisson: Pearson chi2 / df =", round(pois.pearson_chi2 / pois.df_resid, 1))

# %%
nb = smf.negativebinomial("cases ~ poultry + urban", D, offset=np.log(D["pop"])).fit(disp=0, maxiter=200)
out = pd.DataFrame({"RR": np.exp(nb.params), "lo": np.exp(nb.conf_int()[0]), "hi": np.exp(nb.conf_int()[1]), "p": nb.pvalues})
print(out.loc[["poultry", "urban"]].round(4))
print("alpha =", round(nb.params["alpha"], 3))
