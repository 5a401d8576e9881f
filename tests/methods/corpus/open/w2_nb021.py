# %%
# How many patients for an AUC study? Size and power of the rank test by simulation
import numpy as np
import pandas as pd
from scipy.special import ndtri
from scipy.stats import mannwhitneyu

rng = np.random.default_rng(7)
NSIM = 400

def simulate(auc, n, prevalence):
    pos = max(2, round(n * prevalence))
    d = np.sqrt(2) * ndtri(auc)
    a = rng.normal(d, 1, size=(NSIM, pos))
    b = rng.normal(0, 1, size=(NSIM, n - pos))
    return mannwhitneyu(a, b, axis=1, method="asymptotic").pvalue

# %%
runs = []
for auc in (0.50, 0.60, 0.70):
    for n in (40, 80, 160):
        p = simulate(auc, n, prevalence=0.25)
        runs.append({"auc": auc, "n": n, "share p<0.05": np.mean(p < 0.05), "mc_se": np.sqrt(0.25 / NSIM)})
power = pd.DataFrame(runs).pivot(index="n", columns="auc", values="share p<0.05")
print(power.round(2))

# %%
enough = power[0.70][power[0.70] >= 0.8].index.min()
print(f"first column is the size of the test; AUC 0.70 needs about {enough} patients for 80% power at 25% prevalence")
