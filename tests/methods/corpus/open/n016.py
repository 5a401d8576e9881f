# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm

rng = np.random.default_rng(41)
d = pd.DataFrame({"body_g": rng.uniform(10, 60, 70)})
d["bmr"] = 5 + .8 * d.body_g + rng.normal(0, 2, 70)
d.loc[[3, 40, 66], "bmr"] += 35

# %%
X = sm.add_constant(d["body_g"])
rlm = sm.RLM(d["bmr"], X, M=sm.robust.norms.HuberT()).fit()
print(rlm.params, rlm.bse)
print("down-weighted:", d.index[rlm.weights < .3].tolist(), "of", len(d))
