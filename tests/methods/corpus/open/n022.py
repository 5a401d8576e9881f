# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(19)
resp = ["height", "sla", "ldmc", "n_leaf", "root_mass", "shoot_mass", "chl", "stomata", "wue", "phenols", "tannins", "flower_day"]
plants = pd.DataFrame(rng.normal(0, 1, (40, 12)), columns=resp)
plants["warming"] = np.tile([0, 1], 20)

# %%
for trait in resp:
    m = smf.ols(f"{trait} ~ warming", data=plants).fit()
    star = "<-- effect of warming!" if m.pvalues["warming"] < 0.05 else ""
    if star:
        print(f"{trait:12s} b={m.params['warming']:+.2f} p={m.pvalues['warming']:.3f} {star}")
