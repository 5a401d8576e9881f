# %%
import numpy as np, pandas as pd
from scipy.stats import ttest_ind

rng = np.random.default_rng(72)
n = 640
raw = pd.DataFrame({
    "rid": np.arange(n),
    "attn_item": rng.choice([4, 1, 2, 5], n, p=[.9, .04, .03, .03]),   # "please tick 4", page 1
    "page1_seconds": rng.lognormal(3.2, 0.5, n),
    "frame": rng.choice(["loss", "gain"], n),
})
scale = [f"q{i}" for i in range(1, 7)]
latent = rng.normal(0, .8, n) + 0.22 * (raw.frame == "loss")
for q in scale:
    raw[q] = np.clip(np.rint(4 + latent + rng.normal(0, 1, n)), 1, 7)

# %%
# exclusions listed in the registration, taken before the randomised page
use = raw.query("attn_item == 4 and page1_seconds >= 10")
print(f"{n - len(use)} respondents excluded, {len(use)} analysed")
print(use.frame.value_counts().to_string())

# %%
use = use.assign(support=use[scale].mean(axis=1))
loss, gain = (use.loc[use.frame == f, "support"] for f in ("loss", "gain"))
t = ttest_ind(loss, gain, equal_var=False)
ci = t.confidence_interval()
print(f"loss - gain = {loss.mean() - gain.mean():.2f} [{ci.low:.2f}, {ci.high:.2f}], p = {t.pvalue:.4f}")
