# %%
import numpy as np
import pandas as pd
from scipy.stats import kendalltau
from statsmodels.stats.multitest import multipletests

# 75 structural descriptors against Curie temperature, 90 compounds
gen = np.random.default_rng(40)
S = pd.DataFrame(gen.normal(size=(90, 75)), columns=[f"d{i}" for i in range(75)])
Tc = 350 + 60 * S["d3"] - 45 * S["d41"] + gen.normal(0, 90, 90)

# %%
out = pd.DataFrame([(c, *kendalltau(S[c], Tc)) for c in S], columns=["descriptor", "tau", "p"]).set_index("descriptor")
out["reject"], out["q"], *_ = multipletests(out["p"], alpha=0.05, method="fdr_bh")

# %%
kept = out[out["reject"]].sort_values("q")
print(f"{(out['p'] < 0.05).sum()} of {len(out)} have p < 0.05; {len(kept)} have q < 0.05")
print(kept.round(4))
if kept.empty:
    print("No descriptor is associated with the Curie temperature.")
else:
    print("Associated with the Curie temperature:", ", ".join(kept.index))
