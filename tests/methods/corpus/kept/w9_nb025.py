# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf

# ED visits for asthma, one year, 90 practices; low-emission zone yes/no
rng = np.random.default_rng(61)
N = 90
prac = pd.DataFrame({"lez": np.repeat([0, 1], N // 2), "list_size": rng.integers(2500, 14000, N)})
mu = prac.list_size * 6e-3
prac["visits"] = rng.poisson(mu * rng.gamma(1.6, 1 / 1.6, N))

# %%
rate = prac.groupby("lez")[["visits", "list_size"]].sum().eval("1000 * visits / list_size")
print(rate.rename("visits per 1000").round(2))

# %%
glm = smf.glm("visits ~ lez", data=prac, family=sm.families.Poisson(), offset=np.log(prac.list_size)).fit()
irr = np.exp(glm.params["lez"])
lo, hi = np.exp(glm.conf_int().loc["lez"])
print(glm.summary().tables[1])
print(f"IRR {irr:.2f} ({lo:.2f}-{hi:.2f}), p={glm.pvalues['lez']:.2g}")
verb = "lower" if irr < 1 else "higher"
if glm.pvalues["lez"] < 0.05:
    print(f"Asthma attendance is {verb} in practices inside the zone.")
