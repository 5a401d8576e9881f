# %%
from scipy.stats import fisher_exact
from statsmodels.stats.proportion import proportion_confint
import pandas as pd, numpy as np

rng = np.random.default_rng(12)
herd = pd.DataFrame({"vaccinated": np.repeat([True, False], [17, 15])})   # one animal per farm
herd["sick"] = rng.random(len(herd)) < np.where(herd.vaccinated, .06, .55)

# %%
ct = pd.crosstab(herd.vaccinated, herd.sick)
print(ct)
for v, g in herd.groupby("vaccinated"):
    lo, hi = proportion_confint(g.sick.sum(), len(g), method="beta")
    print("vaccinated" if v else "control   ", f"{g.sick.sum()}/{len(g)}  ({lo:.2f}-{hi:.2f})")

# %%
odds, p = fisher_exact(ct.to_numpy())
print(f"Fisher's exact test p = {p:.4f}")
