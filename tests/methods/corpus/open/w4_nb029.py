# %%
import numpy as np, pandas as pd
import statsmodels.api as sm

rng = np.random.default_rng(808)
n = 120                                  # stream reaches, one kick sample each
ph = rng.uniform(5, 8, n)
shade = rng.uniform(0, 1, n)
mu = np.exp(.2 + .45 * (ph - 5) - .3 * shade)
mu = mu * 6
size = 1.4
mayfly = rng.negative_binomial(size, size / (size + mu))
X = sm.add_constant(np.c_[ph - 6.5, shade])

# %%
po = sm.GLM(mayfly, X, family=sm.families.Poisson()).fit()
disp = po.pearson_chi2 / po.df_resid
print("Pearson chi2 / df =", round(disp, 1))

# %%
nb = sm.NegativeBinomial(mayfly, X).fit(disp=0)
tab = pd.DataFrame({"b": nb.params, "se": nb.bse, "p": nb.pvalues}, index=["const", "pH", "shade", "alpha"])
print(tab.round(3))
lo, hi = np.exp(nb.conf_int()[1])
print(f"Mayfly larvae increase x {np.exp(nb.params[1]):.2f} per pH unit (95% CI {lo:.2f} - {hi:.2f}), NB regression, alpha = {nb.params[-1]:.2f}")
