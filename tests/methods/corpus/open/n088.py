# %%
import numpy as np
import pandas as pd
from scipy.stats import wilcoxon

rng = np.random.default_rng(124)
ponds = pd.DataFrame({"pond": [f"P{i:02d}" for i in range(22)], "tadpoles_2019": rng.negative_binomial(1, .03, 22)})
ponds["tadpoles_2021"] = (ponds.tadpoles_2019 * rng.lognormal(.5, .6, 22)).round()

# %%
w, p = wilcoxon(ponds["tadpoles_2021"], ponds["tadpoles_2019"])
print(ponds.filter(like="tadpoles").median().to_dict())
print(f"W = {w:.0f}, p = {p:.4f}, {len(ponds)} ponds")
