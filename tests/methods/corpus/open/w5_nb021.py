# %%
from math import sqrt
import numpy as np
from scipy.stats import norm

gen = np.random.default_rng(55)
lpa = np.exp(gen.normal(2.9, 1.1, size=130))      # nmol/L, healthy donors
patients = np.exp(gen.normal(3.3, 1.1, size=60))  # lipid clinic
print("donors: n=%d  median %.0f  range %.0f-%.0f" % (lpa.size, np.median(lpa), lpa.min(), lpa.max()))

# %%
def upper_limit(x, cover=0.975, conf=0.90):
    n, m, s = len(x), np.mean(x), np.std(x, ddof=1)
    z = norm.ppf(cover)
    se = s * sqrt(1 / n + z**2 / (2 * (n - 1)))
    half = norm.ppf(0.5 + conf / 2) * se
    u = m + z * s
    return u, u - half, u + half

# %%
url, lo, hi = upper_limit(lpa)
print(f"97.5th percentile reference limit: {url:.0f} nmol/L (90% CI {lo:.0f}-{hi:.0f})")

# %%
above = (patients > url).mean()
print(f"{100 * above:.0f} % of clinic patients exceed the limit; 2.5 % would be expected")
