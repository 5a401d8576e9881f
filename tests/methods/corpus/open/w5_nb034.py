# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(6)
boxes = pd.DataFrame({"box": np.arange(1, 25), "heated": np.tile([0, 1], 12)})
boxes["box_dev"] = rng.normal(0, 1.1, len(boxes))
boxes["brood"] = rng.integers(5, 10, len(boxes))

# one row per chick, weighed on day 14
chicks = (boxes.loc[boxes.index.repeat(boxes["brood"])]
          .reset_index(drop=True)
          .assign(mass=lambda d: 17.8 + d.box_dev + rng.normal(0, 0.8, len(d)))
          .drop(columns="box_dev"))

# %%
print(chicks.groupby("heated").agg(boxes=("box", "nunique"), chicks=("mass", "size"),
                                   mass=("mass", "mean"), sd=("mass", "std")).round(2))

# %%
fit = smf.ols("mass ~ heated + brood", data=chicks).fit()
print(fit.summary().tables[1])

# %%
lo, hi = fit.conf_int().loc["heated"]
print(f"Heating changed day-14 mass by {fit.params['heated']:.2f} g "
      f"(95% CI {lo:.2f} to {hi:.2f}; t({fit.df_resid:.0f}), p = {fit.pvalues['heated']:.4f})")
