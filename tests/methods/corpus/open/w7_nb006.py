import pandas as pd
from scipy.stats import chi2_contingency

# Adverse events by dose group, phase IIa (80 mg cohort opened last). One row per patient, worst event only
counts = {"10 mg": [39, 0, 2, 3, 2], "40 mg": [43, 0, 0, 0, 1], "80 mg": [7, 1, 0, 1, 0]}
terms = ["none", "QT prolongation", "nausea", "headache", "ALT rise"]
rows = [(dose, t) for dose, c in counts.items() for t, k in zip(terms, c) for _ in range(k)]
ae = pd.DataFrame(rows, columns=["dose", "event"]).sample(frac=1, random_state=0)
# %%
tab = pd.crosstab(ae.dose, ae.event)
tab
# %%
chi2, p, dof, _ = chi2_contingency(tab)
print(tab.to_string(), end="\n\n")
print("chi2(%d) = %.2f, p = %.3f" % (dof, chi2, p))
# %%
print("The adverse event profile depends on dose" if p < 0.05 else "Profiles are comparable")
