# %%
import numpy as np
from scipy.stats import ttest_ind, shapiro, levene

rng = np.random.default_rng(168)
wing_n = rng.normal(61.5, 2.1, 28)
wing_s = rng.normal(59.8, 2.0, 28)

# %%
print("Shapiro", shapiro(wing_n).pvalue, shapiro(wing_s).pvalue)
print("Levene", levene(wing_n, wing_s).pvalue)
t, p = ttest_ind(wing_n, wing_s)
print(f"wing length north vs south: t({28 + 28 - 2}) = {t:.2f}, p = {p:.4f}")
