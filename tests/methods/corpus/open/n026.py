# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(75)
nests = pd.DataFrame({"nest": np.arange(130), "laydate": rng.normal(115, 7, 130), "canopy": rng.uniform(0, 100, 130)})
nests["mass"] = 14 - .05 * (nests.laydate - 115) + rng.normal(0, .8, 130)
nests.loc[rng.random(130) < .1, "canopy"] = np.nan
nests = pd.concat([nests, nests.sample(6, random_state=1)])

# %%
clean = (nests
         .drop_duplicates(subset="nest")
         .dropna(subset=["canopy", "laydate", "mass"])
         .reset_index(drop=True))
print(len(nests), "->", len(clean))

# %%
m = smf.ols("mass ~ laydate + canopy", data=clean).fit()
print(m.summary().tables[1])
