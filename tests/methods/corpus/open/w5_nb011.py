# %%
import numpy as np
import pandas as pd
from scipy.optimize import curve_fit

rng = np.random.default_rng(450)
std = np.repeat([2, 5, 12.5, 31, 78, 195, 488], 3).astype(float)   # pg/mL, triplicate

def fourpl(x, a, b, c, d):
    return d + (a - d) / (1 + (x / c) ** b)

od = fourpl(std, 0.06, 1.15, 70, 2.6) * rng.normal(1, 0.03, std.size)

# %%
par, cov = curve_fit(fourpl, std, od, p0=[0.05, 1, 60, 2.5], sigma=0.03 * od, bounds=(0, [1, 5, 1e3, 5]))
a, b, c, d = par
print(dict(zip("abcd", par.round(3))))

# %%
inverse = lambda y: c * ((a - d) / (y - d) - 1) ** (1 / b)
recovery = pd.Series(100 * inverse(od) / std).groupby(std).mean()
print(recovery.round(1).rename("recovery_%").to_string())

# %%
wells = pd.DataFrame({"sample": np.repeat(["S1", "S2", "S3", "S4"], 2),
                      "od": np.repeat(fourpl(np.array([9., 40, 66, 150]), *par), 2) * rng.normal(1, .03, 8)})
wells["il6"] = inverse(wells.od)
tab = wells.groupby("sample").il6.agg(mean="mean", cv=lambda v: 100 * v.std() / v.mean())
print(tab.round(1))
