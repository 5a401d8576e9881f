# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from scipy.stats import shapiro

rng = np.random.default_rng(96)
n = 110
rct = pd.DataFrame({"cbt": rng.permutation(np.arange(n) % 2), "phq0": rng.normal(16, 3.2, n)})
rct["phq8"] = 3 + .6 * rct.phq0 - 2.4 * rct.cbt + rng.normal(0, 3, n)

# %%
# registered primary analysis: PHQ-9 at week 8, adjusted for baseline, all randomised
ancova = smf.ols("phq8 ~ cbt + phq0", rct).fit(cov_type="HC3")
print(ancova.summary().tables[1])
print("residual normality (Shapiro-Wilk) p =", round(shapiro(ancova.resid).pvalue, 2))

# %%
b, (lo, hi) = ancova.params["cbt"], ancova.conf_int().loc["cbt"]
print(f"Adjusted difference {b:.1f} PHQ-9 points (95% CI {lo:.1f} to {hi:.1f})")
