# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

# calcium transients per 5 min, one cell from each of 120 cultures, vehicle or agonist
g = np.random.default_rng(47)
cult = pd.DataFrame({"drug": g.permutation(np.repeat(["vehicle", "agonist"], 60)), "age": g.integers(10, 21, 120)})
mu = 6.0 * np.exp(0.03 * (cult["age"] - 15)) * np.where(cult["drug"] == "agonist", 1.7, 1.0)
cult["events"] = g.poisson(mu * g.gamma(2.0, 0.5, 120))

# %%
print(cult.groupby("drug")["events"].agg(["mean", "var"]).round(1))
pois = smf.poisson("events ~ C(drug, Treatment('vehicle')) + age", cult).fit(disp=False)
pearson = (((cult["events"] - pois.predict()) ** 2) / pois.predict()).sum() / pois.df_resid
print(f"Pearson dispersion of the Poisson fit: {pearson:.1f}")

# %%
nb = smf.negativebinomial("events ~ C(drug, Treatment('vehicle')) + age", cult).fit(disp=False, maxiter=200)
key = next(k for k in nb.params.index if "agonist" in k)
lo, hi = np.exp(nb.conf_int().loc[key])
print(f"AIC Poisson {pois.aic:.0f}, negative binomial {nb.aic:.0f}, alpha = {nb.params['alpha']:.2f}")
print(f"agonist/vehicle event ratio {np.exp(nb.params[key]):.2f} (95% CI {lo:.2f}-{hi:.2f}), p = {nb.pvalues[key]:.2g}")
