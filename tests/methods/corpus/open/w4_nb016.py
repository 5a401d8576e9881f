# %%
import numpy as np
import pandas as pd
from scipy import stats

rng = np.random.default_rng(2)
regular = rng.normal(61, 4, 70)
montessori = rng.normal(64, 15, 9)
sc = pd.DataFrame({"type": ["regular"] * 70 + ["montessori"] * 9, "math": np.r_[regular, montessori].round(0)})
# one randomly drawn child per school
sc.groupby("type")["math"].agg(["count", "mean", "std", "median"]).round(1)

# %%
a = sc[sc.type == "montessori"]["math"]
b = sc[sc.type == "regular"]["math"]
t, p = stats.ttest_ind(a, b)
diff = a.mean() - b.mean()
sp = np.sqrt(((len(a) - 1) * a.var() + (len(b) - 1) * b.var()) / (len(a) + len(b) - 2))
half = stats.t.ppf(.975, len(a) + len(b) - 2) * sp * np.sqrt(1 / len(a) + 1 / len(b))

# %%
print(f"difference {diff:.1f} points, 95% CI [{diff - half:.1f}, {diff + half:.1f}]")
print(f"t({len(a) + len(b) - 2}) = {t:.2f}, p = {p:.4f}")
print("Children in Montessori schools score", "higher" if diff > 0 else "lower", "in mathematics" if p < .05 else "(n.s.)")
