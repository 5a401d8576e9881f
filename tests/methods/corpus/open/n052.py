# %%
import numpy as np
import pandas as pd
from scipy.stats import CensoredData, ecdf, logrank

rng = np.random.default_rng(83)
def flies(scale, n=40, end=60):
    t = rng.weibull(3, n) * scale
    died = t < end
    return CensoredData(uncensored=t[died], right=np.full((~died).sum(), float(end)))

ctrl, rapa = flies(45), flies(56)

# %%
for name, g in [("control", ctrl), ("rapamycin", rapa)]:
    sf = ecdf(g).sf
    med = sf.quantiles[np.searchsorted(-sf.probabilities, -.5)]
    print(f"{name}: median survival {med:.1f} d")
res = logrank(ctrl, rapa)
print(f"log-rank z = {res.statistic:.2f}, p = {res.pvalue:.4f}")
