# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(65)
w = pd.DataFrame({"educ": rng.integers(8, 20, 400)})
w["lwage"] = 1 + .08 * w.educ + rng.normal(0, .4, 400)

# %%
main = smf.ols("lwage ~ educ", w).fit(cov_type="HC3")
print(f"main, n = {int(main.nobs)}: {main.params['educ']:.3f} ({main.bse['educ']:.3f})")

# %%
# sensitivity only
cooks = smf.ols("lwage ~ educ", w).fit().get_influence().cooks_distance[0]
sens = smf.ols("lwage ~ educ", w[cooks < 4 / len(w)]).fit(cov_type="HC3")
print(f"without influential rows, n = {int(sens.nobs)}: {sens.params['educ']:.3f} ({sens.bse['educ']:.3f})")
