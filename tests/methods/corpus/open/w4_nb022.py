# %%
import numpy as np
import pandas as pd

rng = np.random.default_rng(55)
n = 3000
hh = pd.DataFrame({"region": rng.choice(["north", "centre", "south"], n, p=[.4, .25, .35]), "w": rng.uniform(.5, 2, n)})
hh["size"] = rng.integers(1, 6, n)
hh["inc"] = rng.lognormal(10, .55, n) * hh.region.map({"north": 1.2, "centre": 1.0, "south": .8})
hh["eqinc"] = hh.apply(lambda r: r["inc"] / np.sqrt(r["size"]), axis=1)

# %%
def gini(x, w):
    o = np.argsort(x)
    x, w = np.asarray(x)[o], np.asarray(w)[o]
    p = np.r_[0, np.cumsum(w) / w.sum()]
    l = np.r_[0, np.cumsum(w * x) / (w * x).sum()]
    return 1 - np.sum((p[1:] - p[:-1]) * (l[1:] + l[:-1]))

g_all = gini(hh.eqinc, hh.w)
g_n = gini(hh[hh.region == "north"].eqinc, hh[hh.region == "north"].w)
g_c = gini(hh[hh.region == "centre"].eqinc, hh[hh.region == "centre"].w)
g_s = gini(hh[hh.region == "south"].eqinc, hh[hh.region == "south"].w)

# %%
d = hh.sort_values("eqinc")
cw = d.w.cumsum() / d.w.sum()
top10 = (d.eqinc * d.w)[cw > .9].sum() / (d.eqinc * d.w).sum()
bot40 = (d.eqinc * d.w)[cw <= .4].sum() / (d.eqinc * d.w).sum()
print(pd.Series({"all": g_all, "north": g_n, "centre": g_c, "south": g_s}).round(3))
print(f"top 10 % hold {100 * top10:.0f} % of equivalised income, bottom 40 % hold {100 * bot40:.0f} %")
