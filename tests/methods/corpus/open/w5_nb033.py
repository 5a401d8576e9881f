# %%
import numpy as np
import pandas as pd
from statsmodels.regression.mixed_linear_model import MixedLM

rng = np.random.default_rng(33)
rec = []
for nest in range(44):
    noisy = nest % 2
    u = rng.normal(0, 0.6)
    for chick in range(rng.integers(4, 8)):
        rec.append((f"N{nest:02d}", noisy, chick, 15.2 - 0.7 * noisy + u + rng.normal(0, 0.7)))
d = pd.DataFrame.from_records(rec, columns=["nest", "noisy", "chick", "tarsus"])

# %%
print(d.groupby("noisy").agg(nests=("nest", "nunique"), chicks=("chick", "size"), tarsus=("tarsus", "mean")))

# %%
fit = MixedLM.from_formula("tarsus ~ noisy", groups="nest", data=d).fit()
var_nest, var_res = fit.cov_re.iloc[0, 0], fit.scale
print(fit.summary())

# %%
est, (lo, hi) = fit.params["noisy"], fit.conf_int().loc["noisy"]
print(f"Road noise: {est:.2f} mm ({lo:.2f} to {hi:.2f}), p = {fit.pvalues['noisy']:.3g}")
print(f"nest share of variance {var_nest / (var_nest + var_res):.2f}")
