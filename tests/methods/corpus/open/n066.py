# %%
import numpy as np
import pandas as pd
from scipy.stats import pearsonr

rng = np.random.default_rng(89)
cov = .2 + .8 * np.eye(4); cov[0, 1] = cov[1, 0] = .45
d = pd.DataFrame(rng.multivariate_normal(np.zeros(4), cov, 150), columns=["wm_span", "raven", "vocab", "speed"])
print(d.corr().round(2))

# %%
r = pearsonr(d["wm_span"], d["raven"])
ci = r.confidence_interval()
print(f"H1 working memory ~ reasoning: r = {r.statistic:.2f} [{ci.low:.2f}, {ci.high:.2f}], p = {r.pvalue:.1e}")
