# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(61)
S, K = 36, 30
subj = np.repeat(np.arange(S), 2 * K)
cong = np.tile(np.repeat([0, 1], K), S)
b0 = rng.normal(0, 60, S)[subj]
b1 = rng.normal(0, 18, S)[subj]
stroop = pd.DataFrame({"id": subj, "incong": cong,
                       "rt": 640 + b0 + (45 + b1) * cong + rng.normal(0, 90, subj.size)})
stroop.groupby("incong").rt.agg(["mean", "std", "size"]).round(1)

# %%
mm = smf.mixedlm("rt ~ incong", stroop, groups="id", re_formula="~incong").fit(method="lbfgs")
print(mm.summary().tables[1])

# %%
est = mm.params["incong"]; lo, hi = mm.conf_int().loc["incong"]
print(f"Stroop interference: {est:.0f} ms, 95% CI [{lo:.0f}, {hi:.0f}] ({S} participants, {len(stroop)} trials)")
