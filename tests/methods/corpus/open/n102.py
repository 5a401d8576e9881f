# %%
import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency

patients = pd.DataFrame({
    "drug": ["A"] * 14 + ["B"] * 11 + ["C"] * 3,
    "reaction": ["none"] * 14 + ["none"] * 9 + ["severe"] * 2 + ["none"] * 1 + ["severe"] * 1 + ["mild"] * 1,
})
tab = pd.crosstab(patients.drug, patients.reaction)
tab

# %%
chi2, p, dof, exp = chi2_contingency(tab)
print(f"adverse reactions depend on the drug: chi2({dof}) = {chi2:.2f}, p = {p:.4f}")
