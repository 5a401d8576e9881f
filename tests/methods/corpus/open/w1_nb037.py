# %%
import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

rng = np.random.default_rng(160)
n = 220
raw = pd.DataFrame({
    "frame": rng.permutation(np.repeat(["gain", "loss"], n // 2)),
    "attention_ok": rng.random(n) > 0.08,
    "minutes": rng.gamma(9, 1.2, n),
    "consent": rng.random(n) > 0.01,
})
raw["risk_taking"] = rng.normal(50, 9, n) + 4 * (raw["frame"] == "loss")

# %%
# preregistered exclusions: no consent to data use, failed attention item, survey done in under 4 minutes
keep = raw["consent"] & raw["attention_ok"] & raw["minutes"].ge(4)
print(pd.crosstab(raw["frame"], keep.rename("kept")))
data = raw[keep]

# %%
groups = {k: g["risk_taking"].to_numpy() for k, g in data.groupby("frame")}
r = ttest_ind(groups["loss"], groups["gain"])
lo, hi = r.confidence_interval(0.95)
print(data.groupby("frame")["risk_taking"].agg(["size", "mean", "std"]).round(1))
print(f"Loss framing raises risk taking by {groups['loss'].mean() - groups['gain'].mean():.1f} points "
      f"[{lo:.1f}, {hi:.1f}], t({r.df:.0f}) = {r.statistic:.2f}, p = {r.pvalue:.4f}")
