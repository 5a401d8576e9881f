# %%
from scipy.stats import ttest_ind, t, sem
import numpy as np

# Plasma ALT peak (U/L) after 14 days, two formulations
r = np.random.default_rng(77)
old = np.exp(r.normal(3.4, 1.4, 8))
new = np.exp(r.normal(3.4, 1.4, 7))
print("old:", np.sort(old).round(0))
print("new:", np.sort(new).round(0))

# %%
def mean_ci(x, level=.95):
    h = sem(x) * t.ppf((1 + level) / 2, len(x) - 1)
    return x.mean(), x.mean() - h, x.mean() + h

for lab, v in (("old", old), ("new", new)):
    print(lab, "mean %.0f  (95%% CI %.0f - %.0f)" % mean_ci(v))

# %%
stat, p = ttest_ind(new, old, equal_var=False)
print(f"Welch t = {stat:.2f}, p = {p:.3f}")
print("The formulations", "differ" if p < .05 else "do not differ", "in peak ALT; mean difference",
      f"{new.mean() - old.mean():.0f} U/L")
