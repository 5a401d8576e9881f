import numpy as np
from scipy.stats import fisher_exact
from scipy.stats.contingency import odds_ratio, expected_freq

# outbreak at a wedding, 41 guests interviewed
# rows: ate tiramisu yes/no; columns: ill / well
tab = np.array([[11, 7],
                [2, 21]])

# %%
ar1, ar0 = tab[:, 0] / tab.sum(axis=1)
print("attack rates: %.0f%% vs %.0f%%, risk ratio %.1f" % (100 * ar1, 100 * ar0, ar1 / ar0))
print("smallest expected cell:", expected_freq(tab).min().round(1))

# %%
_, p = fisher_exact(tab)
o = odds_ratio(tab)
lo, hi = o.confidence_interval(0.95)
print(f"conditional OR {o.statistic:.1f} (exact 95% CI {lo:.1f}-{hi:.0f}), Fisher p = {p:.4f}")
