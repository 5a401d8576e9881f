# %%
import numpy as np
from scipy import stats as st

rng = np.random.default_rng(1)
# concrete cube strength, 28 d (MPa). reference mix: plant records; trial mix: lab casts
ref = rng.normal(42.0, 1.6, 60)
trial = rng.normal(42.0, 8.5, 7)

groups = {"reference": ref, "trial": trial}
for k, v in groups.items():
    print(f"{k:<10} n={len(v):<3d} mean={v.mean():.1f} sd={v.std(ddof=1):.1f}")

# %%
F, p = st.f_oneway(*groups.values())
sp = np.sqrt(((len(ref) - 1) * ref.var(ddof=1) + (len(trial) - 1) * trial.var(ddof=1)) / (len(ref) + len(trial) - 2))
d = trial.mean() - ref.mean()
half = st.t.ppf(.975, len(ref) + len(trial) - 2) * sp * np.sqrt(1 / len(ref) + 1 / len(trial))

# %%
print(f"one-way ANOVA F = {F:.2f}, p = {p:.4f}")
print(f"trial - reference = {d:+.1f} MPa, 95% CI {d - half:+.1f} to {d + half:+.1f}")
print("mix design changes the strength" if p < 0.05 else "mixes are equivalent in strength")
