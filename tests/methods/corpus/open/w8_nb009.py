import numpy as np
import pandas as pd
from scipy.stats import t as tdist

rng = np.random.default_rng(6082)
def tensile(name):
    eps = np.linspace(0, .012, 240)
    Emod, sy = rng.normal(69_500, 900), rng.normal(275, 6)
    s = np.where(Emod * eps < sy, Emod * eps, sy + 1500 * (eps - sy / Emod))
    return pd.DataFrame({"spec": name, "strain": eps, "stress": s + rng.normal(0, 1.2, eps.size)})
curves = pd.concat(map(tensile, ["AL-%02d" % i for i in range(1, 9)]), ignore_index=True)

# %%
# modulus between 0.05 and 0.25 % strain, proof stress at 0.2 % offset
def evaluate(c):
    lin = c[c.strain.between(.0005, .0025)]
    E, s0 = np.polyfit(lin.strain, lin.stress, 1)
    gap = c.stress - (E * (c.strain - .002) + s0)
    cross = c.loc[(gap < 0) & (c.strain > .003)].iloc[0]
    return {"E_GPa": E / 1e3, "Rp02_MPa": cross.stress}

table = pd.DataFrame({k: evaluate(g) for k, g in curves.groupby("spec")}).T
print(table.round(1))

# %%
n = len(table)
half = tdist.ppf(.975, n - 1) * table.std() / np.sqrt(n)
for col in table:
    print(f"{col}: {table[col].mean():.1f} +/- {half[col]:.1f} (95 %, {n} specimens)")
