from scipy.stats import mannwhitneyu
import numpy as np

# serum IL-6 (pg/ml) at 24 h, survivors vs deaths; one draw per patient
rng = np.random.default_rng(37)
surv = rng.lognormal(3.2, 1.1, 31)
died = rng.lognormal(4.5, 1.2, 14)

# %%
def five(x):
    return np.percentile(x, [0, 25, 50, 75, 100]).round(1)

print("survivors", five(surv))
print("deaths   ", five(died))

# %%
u, p = mannwhitneyu(died, surv, alternative="two-sided")
auc = u / (len(died) * len(surv))
print(f"U = {u:.0f}, p = {p:.4f}; P(IL-6 higher in a death than in a survivor) = {auc:.2f}")

# %%
# Hodges-Lehmann on the log scale
hl = np.median(np.subtract.outer(np.log(died), np.log(surv)))
print("typical ratio deaths/survivors: x%.1f" % np.exp(hl))
