# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(94)
N, T = 80, 8
pan = pd.DataFrame({"firm": np.repeat(np.arange(N), T), "yr": np.tile(range(T), N), "subsidy": np.repeat(rng.integers(0, 2, N), T)})
pan["rd"] = 3 + .2 * pan.subsidy + np.repeat(rng.normal(0, .4, N), T) + rng.normal(0, .2, N * T)

# %%
fit = smf.ols("rd ~ subsidy + C(yr)", data=pan).fit(cov_type="cluster", cov_kwds={"groups": pan["firm"]})
print(f"subsidy: {fit.params['subsidy']:.3f} (cluster se {fit.bse['subsidy']:.3f}), p = {fit.pvalues['subsidy']:.3f}, {N} firms")
