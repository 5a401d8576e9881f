# %%
import numpy as np
import pandas as pd
from scipy.stats import chi2

rng = np.random.default_rng(99)
ages = ["0-29", "30-49", "50-64", "65-74", "75+"]
std_w = pd.Series([0.38, 0.27, 0.18, 0.10, 0.07], index=ages, name="w")
rate = pd.Series([4, 22, 95, 210, 330], index=ages) / 1e5
pop = pd.DataFrame({"North": [410, 300, 210, 140, 110], "South": [620, 410, 190, 80, 50]}, index=ages) * 1000
cases = pd.DataFrame({r: rng.poisson(pop[r] * rate) for r in pop}, index=ages)

# %%
long = (
    cases.rename_axis("age").reset_index().melt("age", var_name="region", value_name="cases")
    .merge(pop.rename_axis("age").reset_index().melt("age", var_name="region", value_name="pop"))
    .merge(std_w.rename_axis("age").reset_index())
)

# %%
def standardise(g):
    wi = g["w"] / g["pop"]
    y, v, wm = (wi * g["cases"]).sum(), (wi**2 * g["cases"]).sum(), wi.max()
    # Fay-Feuer gamma interval
    lo = v / (2 * y) * chi2.ppf(0.025, 2 * y**2 / v)
    hi = (v + wm**2) / (2 * (y + wm)) * chi2.ppf(0.975, 2 * (y + wm) ** 2 / (v + wm**2))
    return pd.Series({"crude": g["cases"].sum() / g["pop"].sum(), "asr": y, "lo": lo, "hi": hi}) * 1e5

out = long.groupby("region")[["cases", "pop", "w"]].apply(standardise)
print("incidence per 100 000 person-years")
print(out.round(1))
