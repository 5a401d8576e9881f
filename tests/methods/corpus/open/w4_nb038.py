# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(101)
rec = []
for c in range(30):
    feedback = c % 2
    u = rng.normal(0, 3)
    for k in range(rng.integers(16, 26)):
        pre = rng.normal(50, 10)
        rec.append((f"class{c}", feedback, pre, 18 + .65 * pre + 4 * feedback + u + rng.normal(0, 7)))
read = pd.DataFrame(rec, columns=["cl", "feedback", "pre", "post"])
read["pre_c"] = read.pre - read.pre.mean()
print(read.groupby("feedback").post.agg(["size", "mean", "std"]).round(1))

# %%
mm = smf.mixedlm("post ~ pre_c + feedback", read, groups=read["cl"]).fit(reml=True)
print(mm.summary().tables[1])

# %%
tau2 = float(mm.cov_re.iloc[0, 0])
icc = tau2 / (tau2 + mm.scale)
ci = mm.conf_int().loc["feedback"]
print(f"ICC = {icc:.2f}")
print(f"Feedback effect {mm.params['feedback']:.1f} points (95% CI {ci[0]:.1f} to {ci[1]:.1f}; p = {mm.pvalues['feedback']:.3g}; "
      f"{read.cl.nunique()} classes)")
