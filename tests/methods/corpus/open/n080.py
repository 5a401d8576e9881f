# %%
import numpy as np
import pandas as pd
import scipy.stats as stats

rng = np.random.default_rng(29)
raw_a = rng.exponential(70, 11)
raw_b = rng.exponential(260, 11)
maze = pd.DataFrame({"group": ["enriched"] * 11 + ["standard"] * 11, "latency": np.minimum(np.r_[raw_a, raw_b], 60.0)})
# trial ends after 60 s
maze.groupby("group").latency.apply(lambda s: s.round(1).tolist())

# %%
enr = maze.latency[maze.group == "enriched"]
std = maze.latency[maze.group == "standard"]
t, p = stats.ttest_ind(enr, std)
print(f"mean escape latency {enr.mean():.1f} s vs {std.mean():.1f} s, t(20)={t:.2f}, p={p:.3f}")
