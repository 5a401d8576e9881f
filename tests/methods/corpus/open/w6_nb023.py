# %%
import numpy as np, pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf

rng = np.random.default_rng(129)
# discourse markers ("like", "you know") per interview, one interview per speaker
n = 70
iv = pd.DataFrame({"sex": rng.choice(["f", "m"], n), "age": rng.integers(18, 80, n), "words": rng.integers(1500, 6000, n)})
mu = iv.words * 0.006
iv["markers"] = rng.poisson(mu * rng.gamma(1.1, 1 / 1.1, n))

# %%
iv["per1000"] = 1000 * iv.markers / iv.words
print(iv.groupby("sex").per1000.agg(["mean", "median", "count"]).round(2))

# %%
fit = smf.glm("markers ~ sex + age", data=iv, family=sm.families.Poisson(), offset=np.log(iv.words)).fit()
tab = pd.DataFrame({"RR": np.exp(fit.params), "p": fit.pvalues})
tab[["lo", "hi"]] = np.exp(fit.conf_int())
print(tab.round(4))

# %%
for k, lab in (("sex[T.m]", "male speakers"), ("age", "each year of age")):
    s = "significant" if fit.pvalues[k] < .05 else "n.s."
    print(f"{lab}: rate ratio {tab.RR[k]:.3f} ({tab.lo[k]:.3f}-{tab.hi[k]:.3f}) {s}")
