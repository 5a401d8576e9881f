# %%
import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency

rng = np.random.default_rng(76)
adm = pd.DataFrame({"ward": rng.choice(["med", "surg", "icu"], 900, p=[.5, .35, .15])})
adm["infection"] = rng.random(900) < adm.ward.map({"med": .08, "surg": .12, "icu": .22})
tab = pd.crosstab(adm.ward, adm.infection)

# %%
chi2, p, dof, expected = chi2_contingency(tab)
print(tab, "\nsmallest expected:", expected.min().round(1))
print(f"chi2({dof}) = {chi2:.1f}, p = {p:.2g}")
