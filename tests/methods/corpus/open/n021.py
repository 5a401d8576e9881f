# %%
import numpy as np
import pandas as pd
from scipy import stats

rng = np.random.default_rng(120)
data = []
for alloy in ("A", "B"):
    for bar in range(3):
        E = rng.normal(70, 1.5)
        data += [(alloy, f"{alloy}{bar}", E + e) for e in rng.normal(0, .5, 500)]
young = pd.DataFrame(data, columns=["alloy", "bar", "E_GPa"])
young.groupby("alloy")["E_GPa"].agg(["mean", "sem"])

# %%
A = young["E_GPa"][young.alloy == "A"]
B = young["E_GPa"][young.alloy == "B"]
z = (A.mean() - B.mean()) / np.hypot(A.sem(), B.sem())
print(f"E_A - E_B = {A.mean() - B.mean():.3f} GPa, z = {z:.1f}, p = {2 * stats.norm.sf(abs(z)):.1e}")
