# %%
import numpy as np
import pandas as pd
from scipy.stats import f_oneway

rng = np.random.default_rng(13)
wells = []
for cond in ["vehicle", "low", "high"]:
    for culture in range(3):
        dct = 6 + rng.normal(0, .7)
        wells += [(cond, f"{cond}_{culture}", w, dct + rng.normal(0, .08)) for w in "ABC"]
qpcr = pd.DataFrame(wells, columns=["cond", "culture", "well", "dCt"])
qpcr.head(6)

# %%
groups = [qpcr.loc[qpcr.cond == c, "dCt"] for c in qpcr.cond.unique()]
F, p = f_oneway(*groups)
print(f"one-way ANOVA F(2,{len(qpcr)-3}) = {F:.2f}, p = {p:.4f}, n = 9 per dose")
