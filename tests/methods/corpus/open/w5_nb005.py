# %%
import itertools
import numpy as np
import pandas as pd
from statsmodels.stats.weightstats import ttest_ind

rng = np.random.default_rng(3)
n = 1200
svy = pd.DataFrame({
    "nudge": rng.integers(0, 2, n),
    "sex": rng.choice(["f", "m"], n),
    "age": rng.choice(["18-34", "35-59", "60+"], n),
    "region": rng.choice(["north", "south", "east", "west"], n),
})
items = ["recycle", "donate", "vote", "vaccinate", "save"]
svy[items] = rng.normal(50, 15, (n, len(items)))

# %%
def effect(d, item):
    a, b = d.loc[d.nudge == 1, item], d.loc[d.nudge == 0, item]
    t, p, _ = ttest_ind(a, b, usevar="unequal")
    return a.mean() - b.mean(), p

cells = [(v, l) for v in ("sex", "age", "region") for l in sorted(svy[v].unique())]
rows = [(v, l, it, *effect(svy[svy[v] == l], it)) for (v, l), it in itertools.product(cells, items)]
out = pd.DataFrame(rows, columns=["variable", "level", "item", "diff", "p"])

# %%
hits = out[out.p < 0.05].sort_values("p")
print(hits.round(3).to_string(index=False))

# %%
for h in hits.itertuples():
    verb = "raised" if h.diff > 0 else "lowered"
    print(f"The nudge significantly {verb} '{h.item}' among {h.variable} = {h.level} (p = {h.p:.3f}).")
