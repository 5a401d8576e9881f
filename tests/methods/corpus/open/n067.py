# %%
import pandas as pd
from scipy.stats import fisher_exact

tab = pd.DataFrame([[2, 14], [9, 8]], index=["vaccine", "placebo"], columns=["flu", "no flu"])
tab

# %%
odds, p = fisher_exact(tab)
risk = tab["flu"] / tab.sum(axis=1)
print(f"OR {odds:.2f}, Fisher p = {p:.3f}; risks {risk.round(2).to_dict()}")
