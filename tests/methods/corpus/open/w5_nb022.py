# %%
import numpy as np
from scipy.stats import ttest_ind

field = np.random.default_rng(9)

def visit_nest(feeder):
    """Provisioning rate (feeds per hour) at one great tit nest."""
    return field.normal(21.0 + 0.4 * feeder, 5.0)

# %%
fed = [visit_nest(1) for _ in range(8)]
ctl = [visit_nest(0) for _ in range(8)]
t, p = ttest_ind(fed, ctl, equal_var=False)
print(f"pilot week: n = {len(fed)} + {len(ctl)}, p = {p:.3f}")

# %%
# further nests through the season
log = [(len(fed), p)]
while p > 0.05 and len(fed) < 150:
    fed.append(visit_nest(1))
    ctl.append(visit_nest(0))
    t, p = ttest_ind(fed, ctl, equal_var=False)
    log.append((len(fed), p))

# %%
print("nests per group:", log[-1][0])
print(f"fed {np.mean(fed):.1f} +/- {np.std(fed, ddof=1):.1f}, control {np.mean(ctl):.1f} +/- {np.std(ctl, ddof=1):.1f}")
print(f"Welch t = {t:.2f}, p = {p:.3f}")
if p < 0.05:
    print("Feeders change the provisioning rate of parents.")
