# %%
import pandas as pd
from scipy.stats import fisher_exact
from scipy.stats.contingency import expected_freq

# union membership among platform workers, pilot interviews (one interview per person)
interviews = (["rider, member"] * 7 + ["rider, non-member"] * 9 + ["driver, member"] * 1 + ["driver, non-member"] * 12)
s = pd.Series(interviews).str.split(", ", expand=True).set_axis(["job", "status"], axis=1)
tab = pd.crosstab(s["job"], s["status"])
tab

# %%
print(tab)
print("expected:\n", expected_freq(tab.values).round(1))

# %%
# table is sparse, use the exact test
odds, p = fisher_exact(tab)
share = tab["member"] / tab.sum(axis=1)
print(share.map("{:.0%}".format).to_dict())
print(f"Fisher's exact test, two-sided p = {p:.3f}; sample odds ratio {max(odds, 1/odds):.1f}")
