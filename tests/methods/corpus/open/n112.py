# %%
import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

rng = np.random.default_rng(47)
rec = []
for animal in range(16):
    base = rng.normal(8 if animal < 8 else 10.5, 1.3)
    for cell in range(30):
        rec.append((f"a{animal}", "sal" if animal < 8 else "cno", base + rng.normal(0, 2)))
ephys = pd.DataFrame(rec, columns=["animal", "inj", "freq"])
print(len(ephys), "cells")

# %%
per_animal = ephys.groupby(["inj", "animal"], as_index=False)["freq"].mean()
a = per_animal.loc[per_animal.inj == "sal", "freq"]
b = per_animal.loc[per_animal.inj == "cno", "freq"]
t, p = ttest_ind(a, b)
print(f"N = {len(a)} + {len(b)} animals, t = {t:.2f}, p = {p:.4f}")
