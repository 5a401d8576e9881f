# %%
import numpy as np
import pandas as pd
from itertools import combinations

rng = np.random.default_rng(88)
n = 310
f1, f2 = rng.normal(size=(2, n))
w1 = pd.DataFrame({
    "trust_gov": f1 + rng.normal(0, 1, n), "trust_media": .8 * f1 + rng.normal(0, 1, n), "trust_people": .5 * f1 + rng.normal(0, 1, n),
    "lonely": f2 + rng.normal(0, 1, n), "sleep": -.6 * f2 + rng.normal(0, 1, n), "screen": .3 * f2 + rng.normal(0, 1, n),
    "volunteer": rng.normal(size=n), "church": rng.normal(size=n), "income": rng.normal(size=n)})
w1 = w1.mask(rng.random(w1.shape) < .04)
print(w1.isna().mean().round(3))

# %%
C = w1.corr(method="spearman")
pairs = [{"a": i, "b": j, "rho": C.loc[i, j], "n": int(w1[[i, j]].dropna().shape[0])} for i, j in combinations(w1.columns, 2)]
pairs = pd.DataFrame(pairs)
pairs["abs"] = pairs.rho.apply(lambda v: abs(v))

# %%
print(pairs.sort_values("abs", ascending=False).head(8)[["a", "b", "rho", "n"]].round(2).to_string(index=False))
print("Descriptive only (36 pairs). Items to keep in the wave 2 questionnaire: trust block, loneliness, sleep.")
