# clean the Prolific export of the 8-item need-for-closure scale
import numpy as np, pandas as pd

rng = np.random.default_rng(808)
n = 260
theta = rng.normal(size=n)
raw = pd.DataFrame({f"nfc{i}": np.clip(np.round(3.5 + .9 * theta + rng.normal(0, 1.1, n)), 1, 6) for i in range(1, 9)})
for c in ("nfc3", "nfc6"):
    raw[c] = 7 - raw[c]
raw["attn_check"] = rng.choice([2, 5], n, p=[.93, .07])       # instructed answer: 2
raw["secs"] = rng.lognormal(5.2, .4, n).round()
raw["dup_id"] = rng.random(n) < .02
# %%
def tidy(d):
    steps = {"export": len(d)}
    d = d[~d.dup_id];              steps["no duplicates"] = len(d)
    d = d[d.attn_check == 2];      steps["attention ok"] = len(d)
    d = d[d.secs >= 60];           steps[">= 60 s"] = len(d)
    print(pd.Series(steps).to_string())
    return d.assign(nfc3=7 - d.nfc3, nfc6=7 - d.nfc6)

clean = raw.pipe(tidy)
# %%
items = clean.filter(like="nfc")
k = items.shape[1]
alpha = k / (k - 1) * (1 - items.var().sum() / items.sum(axis=1).var())
item_rest = {c: items[c].corr(items.drop(columns=c).sum(axis=1)) for c in items}
print(f"Cronbach alpha = {alpha:.2f}")
print(pd.Series(item_rest).round(2).to_string())
