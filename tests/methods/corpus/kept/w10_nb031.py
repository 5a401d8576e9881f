# %%
from scipy.stats import chi2_contingency
import numpy as np, pandas as pd

r = np.random.default_rng(6)
# line list, outbreak at the wedding, 34 guests interviewed
guests = pd.DataFrame({
    "dish": r.choice(["oysters", "salad", "beef", "cake", "punch", "tofu"], 34, p=[.10, .22, .28, .24, .10, .06]),
    "age": r.integers(7, 82, 34),
})
guests["outcome"] = np.where(guests.dish.eq("oysters"), "hospital",
                             r.choice(["well", "ill", "hospital"], 34, p=[.72, .24, .04]))

# %%
tab = pd.crosstab(guests.dish, guests.outcome)
print(tab)

# %%
chi2, p, dof, _ = chi2_contingency(tab)
print(f"X2 = {chi2:.1f} on {dof} df, p = {p:.4f}")
print("First-choice dish and outcome are " + ("associated; " if p < .05 else "not associated; ")
      + "most recent case age:", guests.age.iloc[-1])
