# %%
import numpy as np
import pandas as pd

rng = np.random.default_rng(5)
N = 1500
s = pd.DataFrame({
    "sex": rng.choice(["f", "m"], N, p=[.58, .42]),
    "age": rng.choice(["18-34", "35-54", "55+"], N, p=[.18, .34, .48]),
    "edu": rng.choice(["primary", "secondary", "tertiary"], N, p=[.12, .43, .45]),
})
s["online_news"] = rng.random(N) < (.35 + .25 * (s.age == "18-34") + .1 * (s.edu == "tertiary"))

# population margins, census
margins = {"sex": {"f": .51, "m": .49},
           "age": {"18-34": .27, "35-54": .34, "55+": .39},
           "edu": {"primary": .2, "secondary": .5, "tertiary": .3}}

# %%
w = pd.Series(1.0, index=s.index)
for it in range(50):
    old = w.copy()
    for col, target in margins.items():
        share = w.groupby(s[col]).sum() / w.sum()
        w = w * s[col].map({k: v / share[k] for k, v in target.items()})
    if (w - old).abs().max() < 1e-8:
        break
w *= N / w.sum()
print(f"raking stopped after {it + 1} rounds; weights {w.min():.2f} to {w.max():.2f}")

# %%
neff = w.sum() ** 2 / (w ** 2).sum()
print(f"design effect {N / neff:.2f}, effective n {neff:.0f}")
print("online news, unweighted %.1f %%, weighted %.1f %%" % (100 * s.online_news.mean(), 100 * np.average(s.online_news, weights=w)))
print((s.assign(w=w, y=w * s.online_news).groupby("age")[["y", "w"]].sum().eval("y / w") * 100).round(1))
