# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(303)
S, K = 40, 50
subj = pd.DataFrame({"subj": np.arange(S), "u0": rng.normal(0, 2.0, S), "u1": rng.normal(0, 1.0, S)})
stroop = (
    subj.merge(pd.DataFrame({"trial": np.arange(K)}), how="cross")
    .assign(incongruent=lambda d: (d["trial"] % 2).astype(int))
    .assign(pupil=lambda d: 5 + d["u0"] + (1.1 + d["u1"]) * d["incongruent"] + rng.normal(0, 3.0, len(d)))
    [["subj", "trial", "incongruent", "pupil"]]
)

# %%
print(stroop.pivot_table(index="subj", columns="incongruent", values="pupil").describe().round(2))

# %%
lmm = smf.mixedlm("pupil ~ incongruent", stroop, groups="subj", re_formula="~incongruent").fit(method=["powell", "lbfgs"])
print(lmm.summary().tables[1])
b, (lo, hi) = lmm.params["incongruent"], lmm.conf_int().loc["incongruent"]
print(f"Stroop conflict widens the pupil by {b:.2f}% of baseline (95% CI {lo:.2f} to {hi:.2f}), "
      f"p = {lmm.pvalues['incongruent']:.1e}, {S} participants")
