# %%
from collections import Counter
import numpy as np
import pandas as pd

rng = np.random.default_rng(2024)
left = rng.choice(list("ACGT"), 6000, p=[0.32, 0.18, 0.18, 0.32])
island = rng.choice(list("ACGT"), 1500, p=[0.18, 0.32, 0.32, 0.18])
right = rng.choice(list("ACGT"), 6000, p=[0.32, 0.18, 0.18, 0.32])
contig = "".join(np.concatenate([left, island, right]))
print(len(contig), "bp")

# %%
w, step = 500, 250
windows = pd.DataFrame([(i, contig[i:i + w]) for i in range(0, len(contig) - w + 1, step)], columns=["start", "seq"])
windows = windows.assign(
    c=lambda d: d["seq"].str.count("C"), g=lambda d: d["seq"].str.count("G"), cpg=lambda d: d["seq"].str.count("CG"),
    gc=lambda d: (d["c"] + d["g"]) / w, cpg_oe=lambda d: d["cpg"] * w / (d["c"] * d["g"]),
)
print(windows[["gc", "cpg_oe"]].describe().round(3).loc[["min", "50%", "max"]])

# %%
rich = windows.query("gc > 0.55 and cpg_oe > 0.6")
print(f"{len(rich)} windows fulfil the CpG-island rule, from {rich['start'].min()} to {rich['start'].max() + w} bp")
tri = pd.Series(Counter(contig[i:i + 3] for i in range(len(contig) - 2))).sort_values(ascending=False)
print(tri.head(5).to_dict())
