# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf

rng = np.random.default_rng(49)
n = 70
u = rng.normal(0, 2.5, n); gly = rng.normal(7.2, 1.2, n)
eyes = pd.concat([pd.DataFrame({"pid": range(n), "eye": e, "hba1c": gly, "cmt": 260 + 4 * gly + 5 * u + rng.normal(0, 6, n)}) for e in ("R", "L")])
eyes = eyes.sort_values("pid").reset_index(drop=True)

# %%
gee = smf.gee("cmt ~ hba1c + eye", groups="pid", data=eyes, cov_struct=sm.cov_struct.Exchangeable()).fit()
print(gee.summary().tables[1])
