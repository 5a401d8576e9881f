# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt

rng = np.random.default_rng(64)
load = rng.normal(size=(3, 14))
z = rng.normal(size=(75, 3)) @ load + rng.normal(0, 1.2, (75, 14))
lake = pd.DataFrame(z, columns="chl TP TN DOC pH cond temp secchi Si Ca Mg alk turb O2".split())

# %%
R = lake.corr("spearman")
upper = R.where(np.triu(np.ones(R.shape, bool), 1)).stack()
print(upper.sort_values(key=abs, ascending=False).head(8).round(2))

# %%
fig, ax = plt.subplots(figsize=(5, 5))
ax.imshow(R, cmap="RdBu", vmin=-1, vmax=1)
ax.set_xticks(range(14), R.columns, rotation=90); ax.set_yticks(range(14), R.columns)
fig.tight_layout()

# %%
print("Pairs to look at when the 2025 campaign is designed:")
for (a, b), v in upper[upper.abs() > .6].items():
    print("  ", a, "~", b, f"({v:+.2f})")
