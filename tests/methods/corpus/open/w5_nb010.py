# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm

rng = np.random.default_rng(3)
pts = pd.DataFrame({
    "hedge_m": rng.uniform(0, 600, 70),
    "crop": rng.choice(["wheat", "rape", "grass"], 70),
})
mean = np.exp(2.3 + 0.0001 * pts.hedge_m)
pts["yellowhammer"] = rng.negative_binomial(0.9, 0.9 / (0.9 + mean))

# %%
print(pts.groupby("crop").yellowhammer.describe().round(1))

# %%
X = pd.get_dummies(pts[["hedge_m", "crop"]], drop_first=True, dtype=float)
X["hedge_m"] /= 100
X = sm.add_constant(X)
glm = sm.GLM(pts.yellowhammer, X, family=sm.families.Poisson()).fit()
tab = pd.concat([np.exp(glm.params), np.exp(glm.conf_int())], axis=1)
tab.columns = ["rate_ratio", "lo", "hi"]
tab["p"] = glm.pvalues
print(tab.round(4))

# %%
h = tab.loc["hedge_m"]
print(f"Each 100 m of hedge multiplies abundance by {h.rate_ratio:.2f} "
      f"({h.lo:.2f} to {h.hi:.2f}), p = {h.p:.2g}")
print("Crop effects:", ", ".join(f"{k}: p={v:.2g}" for k, v in tab.p.items() if k.startswith("crop")))
