# %%
import numpy as np
import pandas as pd
from scipy.stats import spearmanr, false_discovery_control

rng = np.random.default_rng(17)
taxa = [f"OTU_{i:02d}" for i in range(40)]
otu = pd.DataFrame(rng.negative_binomial(1, .05, (50, 40)), columns=taxa)
ph = pd.Series(rng.normal(6, .6, 50))

# %%
pv = np.array([spearmanr(otu[t], ph).pvalue for t in taxa])
q = false_discovery_control(pv, method="bh")
sig = [t for t, qq in zip(taxa, q) if qq < 0.1]
print("smallest q:", q.min().round(3))
print("taxa linked to pH at 10 % FDR:", sig or "none")
