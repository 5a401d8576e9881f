import numpy as np
import pandas as pd
from scipy import stats

# nest-box temperatures (one 7-day mean per box), wooden vs woodcrete
rng = np.random.default_rng(2)
n = 76
box = pd.DataFrame({"type": np.repeat(["wood", "woodcrete"], n // 2), "battery_v": rng.normal(3.05, .12, n)})
box["t_mean"] = np.where(box.type == "wood", 17.2, 18.0) + rng.normal(0, 1.1, n)
low = box.battery_v < 2.9
box.loc[low, "t_mean"] += rng.normal(0, 9, low.sum())      # loggers drift on a weak cell

# %%
# manufacturer: readings under 2.9 V are not within specification
box["ok"] = box.battery_v >= 2.9
print(box.groupby(["type", "ok"]).size().unstack())
good = box[box.ok]

# %%
a, b = (good.loc[good.type == k, "t_mean"] for k in ("wood", "woodcrete"))
w = stats.ttest_ind(b, a, equal_var=False)
ci = w.confidence_interval()
print(f"woodcrete - wood = {b.mean() - a.mean():.2f} °C  (95% CI {ci.low:.2f} to {ci.high:.2f}), p = {w.pvalue:.2g}")
print("boxes used:", len(good), "of", len(box))
