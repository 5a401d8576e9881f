# %%
import numpy as np
import pandas as pd
from scipy.stats import norm
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

rng = np.random.default_rng(62)
N = 300
trial = pd.DataFrame({"entry": np.arange(N), "arm": np.tile([0, 1], N // 2)})
trial["sbp_change"] = -6 - 4.5 * trial["arm"] + rng.normal(0, 11, N)

# %%
# three planned looks, O'Brien-Fleming boundary, overall two-sided alpha 0.05
plan = pd.DataFrame({"n": [100, 200, 300], "z_bound": [3.471, 2.454, 2.004]}, index=pd.Index([1, 2, 3], name="look"))
log = []
for look, (n, bound) in plan.iterrows():
    seen = trial.query("entry < @n")
    a, b = (DescrStatsW(seen.loc[seen["arm"] == k, "sbp_change"]) for k in (1, 0))
    z, p = CompareMeans(a, b).ztest_ind()
    log.append({"look": look, "n": int(n), "z": z, "nominal_p": p, "bound": bound, "bound_p": 2 * norm.sf(bound)})
    if abs(z) > bound:
        break

# %%
log = pd.DataFrame(log).set_index("look")
print(log.round(4))
last = log.iloc[-1]
verdict = "boundary crossed, stop for efficacy" if abs(last.z) > last.bound else "boundary not crossed at the final look"
print(f"Look {log.index[-1]} with {last.n:.0f} patients: {verdict}")
