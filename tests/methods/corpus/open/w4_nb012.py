# %%
# Home range size (ha) of radio-tracked pine martens, one value per animal
import numpy as np
from scipy.stats import mannwhitneyu, skew
rng = np.random.default_rng(52)
male = np.round(rng.lognormal(np.log(480), .8, 13), 0)
female = np.round(rng.lognormal(np.log(190), .8, 15), 0)
print("males  ", np.sort(male).astype(int))
print("females", np.sort(female).astype(int))
print("skewness", round(skew(male), 2), round(skew(female), 2))

# %%
m_med = np.median(male)
f_med = np.median(female)
res = mannwhitneyu(male, female, alternative="two-sided")
cl = res.statistic / (len(male) * len(female))

# %%
print(f"median {m_med:.0f} ha (males, n = {len(male)}) and {f_med:.0f} ha (females, n = {len(female)})")
print(f"Mann-Whitney U = {res.statistic:.0f}, p = {res.pvalue:.4f}; P(male > female) = {cl:.2f}")
