# %%
import numpy as np
import pandas as pd
from scipy.stats import pearsonr, linregress

rng = np.random.default_rng(123)
people = 13
base_s = rng.normal(6.8, .9, people)
base_m = rng.normal(5.5, 1.3, people)
diary = pd.concat([
    pd.DataFrame({"pid": i, "day": range(1, 29),
                  "sleep_h": base_s[i] + rng.normal(0, .5, 28),
                  "mood": base_m[i] + rng.normal(0, .7, 28)})
    for i in range(people)], ignore_index=True)

# %%
print(diary.shape)
print(diary.groupby("pid")[["sleep_h", "mood"]].mean().round(1).T)

# %%
r = pearsonr(diary.sleep_h, diary.mood)
ci = r.confidence_interval()
ln = linregress(diary.sleep_h, diary.mood)
print(f"r({len(diary) - 2}) = {r.statistic:.2f}, 95% CI [{ci.low:.2f}, {ci.high:.2f}], p = {r.pvalue:.2g}")
print(f"Each extra hour of sleep goes with {ln.slope:+.2f} mood points (SE {ln.stderr:.2f}).")
