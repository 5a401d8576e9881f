# %%
import numpy as np, pandas as pd
from scipy import stats

rng = np.random.default_rng(79)
yld = pd.DataFrame({"route": ["old"] * 40 + ["flow"] * 14, "pct": np.r_[rng.normal(71, 1.5, 40), rng.normal(76, 6, 14)]})
print(yld.groupby("route").pct.agg(["size", "mean", "std"]).round(2))

# %%
old, flow = yld.pct[yld.route == "old"], yld.pct[yld.route == "flow"]
w = stats.ttest_ind(flow, old, equal_var=False)
ci = w.confidence_interval()
print(f"flow - old = {flow.mean() - old.mean():.1f} % [{ci.low:.1f}, {ci.high:.1f}], p = {w.pvalue:.3g}")
