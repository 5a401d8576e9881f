"""anxiety (STAI-state) after three kinds of waiting-room, groups from the online recruitment"""
import numpy as np
from scipy import stats as st

rng = np.random.default_rng(7)
groups = {
    "music":  rng.normal(41, 3.0, 70),
    "silent": rng.normal(41, 4.0, 48),
    "news":   rng.normal(41, 17.0, 9),
}

# %%
for name, v in groups.items():
    print(f"{name:7s} n={len(v):3d}  M={v.mean():.1f}  SD={v.std(ddof=1):.1f}")

# %%
F, p = st.f_oneway(*groups.values())
ns = sum(map(len, groups.values()))
grand = np.concatenate(list(groups.values()))
ss_b = sum(len(v) * (v.mean() - grand.mean()) ** 2 for v in groups.values())
eta2 = ss_b / ((grand - grand.mean()) ** 2).sum()

# %%
print(f"F(2, {ns - 3}) = {F:.2f}, p = {p:.3f}, eta2 = {eta2:.3f}")
if p < .05:
    print("The kind of waiting room affects state anxiety.")
