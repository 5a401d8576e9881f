# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(909)
schools = pd.DataFrame({"school": range(40)})
schools["late_start"] = rng.permutation(np.repeat([0, 1], 20))     # 8:45 instead of 7:45
schools["u"] = rng.normal(0, .25, 40)
kids = schools.loc[schools.index.repeat(18)].reset_index(drop=True)
kids["age"] = rng.uniform(12, 16, len(kids))
kids["sleep_h"] = 10.6 - .2 * kids.age + .4 * kids.late_start + kids.u + rng.normal(0, .7, len(kids))
kids = kids.drop(columns="u")

# %%
kids.groupby("late_start")["sleep_h"].agg(["mean", "std", "size"]).round(2)

# %%
mm = smf.mixedlm("sleep_h ~ late_start + age", kids, groups="school").fit(reml=True)
print(mm.summary().tables[1])
v_s, v_e = float(mm.cov_re.iloc[0, 0]), mm.scale
print(f"ICC = {v_s / (v_s + v_e):.3f}")
lo, hi = mm.conf_int().loc["late_start"]
print(f"Late start: {60*mm.params['late_start']:.0f} min more sleep (95% CI {60*lo:.0f} to {60*hi:.0f})")
