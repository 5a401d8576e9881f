# %%
import numpy as np
import pandas as pd
from scipy.stats import ttest_rel

rng = np.random.default_rng(95)
n, k = 26, 40
flanker = pd.DataFrame({"subj": np.repeat(np.arange(n), 2 * k), "cong": np.tile(np.repeat(["con", "inc"], k), n)})
base = np.repeat(rng.normal(480, 50, n), 2 * k)
flanker["rt"] = base + np.where(flanker.cong == "inc", 35, 0) + rng.normal(0, 70, len(flanker))

# %%
# response window of the apparatus: 100 to 1500 ms
flanker = flanker[flanker["rt"].between(100, 1500)]
wide = flanker.pivot_table(index="subj", columns="cong", values="rt", aggfunc="mean")
t, p = ttest_rel(wide["inc"], wide["con"])
print(f"flanker effect {(wide.inc - wide.con).mean():.0f} ms, t({len(wide) - 1}) = {t:.2f}, p = {p:.1e}")
