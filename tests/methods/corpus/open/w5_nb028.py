# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rs = np.random.default_rng(510)
sites = pd.DataFrame({"reed_ha": rs.gamma(2.0, 3.0, 110), "depth": rs.normal(40, 12, 110)})
mu = np.exp(1.0 + 0.09 * sites.reed_ha)
sites["warblers"] = rs.negative_binomial(1.8, 1.8 / (1.8 + mu))

# %%
bins = pd.qcut(sites.reed_ha, 4)
print(sites.groupby(bins, observed=True).warblers.agg(["size", "mean", "var"]).round(1))

# %%
nb = smf.negativebinomial("warblers ~ reed_ha + depth", sites).fit(disp=0)
print(f"converged: {nb.mle_retvals['converged']}, alpha = {nb.params['alpha']:.2f}")

# %%
rr = np.exp(nb.params["reed_ha"])
lo, hi = np.exp(nb.conf_int().loc["reed_ha"])
print(f"Reed warblers per extra hectare of reed: x{rr:.3f} ({lo:.3f}-{hi:.3f}), p = {nb.pvalues['reed_ha']:.2g}")
print(f"Depth: x{np.exp(nb.params['depth']):.3f} per cm, p = {nb.pvalues['depth']:.2f}")
