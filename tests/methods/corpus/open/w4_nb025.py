# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(3)
classes = pd.DataFrame({"klass": list("ABCDEFGH"), "method": ["inquiry", "lecture"] * 4})
classes["level"] = rng.normal(0, 4.5, 8)
kids = classes.loc[classes.index.repeat(22)].reset_index(drop=True)
kids["pretest"] = rng.normal(48, 9, len(kids))
kids["posttest"] = 20 + .6 * kids.pretest + kids.level + rng.normal(0, 6, len(kids))
kids = kids.drop(columns="level")

# %%
print(kids.pivot_table(index="klass", columns="method", values="posttest", aggfunc="mean").round(1))
print(kids[["pretest", "posttest"]].corr().round(2))

# %%
m = smf.ols("posttest ~ pretest + C(method, Treatment('lecture'))", kids).fit()
print(m.summary().tables[1])
eff = m.params.filter(like="inquiry").iloc[0]
pv = m.pvalues.filter(like="inquiry").iloc[0]
print(f"Adjusted effect of inquiry teaching: {eff:.2f} points, p = {pv:.4f} (N = {int(m.nobs)})")
