import numpy as np
import pandas as pd
import statsmodels.api as sm

rng = np.random.default_rng(55)
days = pd.DataFrame({"cape": rng.gamma(2, 500, 300)})
mu = np.exp(.6 + .0009 * days.cape)
size = 1.5
days["flashes"] = rng.negative_binomial(size, size / (size + mu))

# %%
X = sm.add_constant(days.cape / 1000)
po = sm.GLM(days.flashes, X, family=sm.families.Poisson()).fit()
print(f"Pearson chi2/df of the Poisson model: {po.pearson_chi2 / po.df_resid:.1f}")

# %%
nb = sm.NegativeBinomial(days.flashes, X).fit(disp=False)
print(f"dispersion alpha = {nb.params['alpha']:.2f}; AIC Poisson {po.aic:.0f}, NB {nb.aic:.0f}")

# %%
b, (lo, hi) = nb.params["cape"], nb.conf_int().loc["cape"]
print(f"flash count changes by a factor {np.exp(b):.2f} per 1000 J/kg CAPE ({np.exp(lo):.2f}-{np.exp(hi):.2f})")
