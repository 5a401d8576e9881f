# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(321)
n = 160
asthma = pd.DataFrame({
    "biologic": rng.integers(0, 2, n),
    "eos": rng.lognormal(5.5, 0.5, n),
    "years": rng.uniform(0.5, 2.0, n),
})
rate = np.exp(0.6 - 0.55 * asthma["biologic"] + 0.2 * (np.log(asthma["eos"]) - 5.5)) * asthma["years"]
asthma["attacks"] = rng.poisson(rate * rng.gamma(1.5, 1 / 1.5, n))

# %%
print(asthma.groupby("biologic")["attacks"].agg(["count", "mean", "var"]).round(2))

# %%
nb = smf.negativebinomial(
    "attacks ~ biologic + np.log(eos)", data=asthma, exposure=asthma["years"]
).fit(disp=0)
rr = np.exp(pd.concat([nb.params, nb.conf_int()], axis=1).loc[["biologic", "np.log(eos)"]])
rr.columns = ["rate_ratio", "lo", "hi"]
print(rr.round(2))
print(f"alpha = {nb.params['alpha']:.2f}; p(biologic) = {nb.pvalues['biologic']:.4f}")
