# %%
import numpy as np, pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(27)
def make_class(cid, programme):
    shift = rng.normal(0, 5.5)
    k = rng.integers(20, 30)
    pre = rng.normal(50, 9, k)
    return pd.DataFrame({"classroom": cid, "programme": programme, "pretest": pre,
                         "girl": rng.integers(0, 2, k),
                         "posttest": 12 + .8 * pre + shift + rng.normal(0, 7, k)})

# 14 classrooms, the reading programme was allotted to 7 of them by lot
lots = rng.permutation([0] * 7 + [1] * 7)
pupils = pd.concat([make_class(c, p) for c, p in enumerate(lots)], ignore_index=True)
print(pupils.groupby("programme")[["pretest", "posttest"]].mean().round(1), len(pupils))

# %%
ancova = smf.ols("posttest ~ programme + pretest + girl", data=pupils).fit()
est = ancova.params["programme"]
print(ancova.summary(slim=True).tables[1])

# %%
d = est / np.sqrt(ancova.mse_resid)
print(f"Adjusted programme effect {est:.2f} points (d = {d:.2f}), t = {ancova.tvalues['programme']:.2f}, "
      f"p = {ancova.pvalues['programme']:.4f}, df = {int(ancova.df_resid)}")
print("The programme", "changes reading scores." if ancova.pvalues["programme"] < .05 else "shows no effect.")
