# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm

rng = np.random.default_rng(45)
N = np.tile([0, 40, 80, 120], 12)
field = pd.DataFrame({"plot": np.arange(1, 49), "N": N, "yield_dt": 48 + .16 * N + rng.normal(0, 5, 48)})
field["note"] = ""
# from the field book, May walk
field.loc[rng.choice(48, 5, replace=False), "note"] = "boar"
field.loc[field.note == "boar", "yield_dt"] *= .7
field["note"].value_counts()

# %%
# boar-damaged plots were marked in May, harvest was in August
ok = field[field["note"] == ""].copy()
print(len(field) - len(ok), "damaged plots left out, N rates:", sorted(field[field.note == "boar"].N.tolist()))
X = sm.add_constant(ok["N"].to_numpy(float))
f = sm.OLS(ok["yield_dt"].to_numpy(), X).fit()

# %%
print(f.summary().tables[1])
lo, hi = f.conf_int()[1]
print(f"N response: {f.params[1]:.3f} dt per kg N (95% CI {lo:.3f} to {hi:.3f}), n = {len(ok)} plots")
