# %%
import numpy as np
import pandas as pd
from scipy.stats import f_oneway
from statsmodels.stats.multicomp import pairwise_tukeyhsd

rng = np.random.default_rng(67)
pots = pd.DataFrame({"fert": np.repeat(["N0", "N50", "N100", "N150"], 12)})
pots["biomass"] = rng.normal(np.repeat([20, 24, 27, 27], 12), 2.5)

# %%
F, p = f_oneway(*[g.values for _, g in pots.groupby("fert")["biomass"]])
print(f"F(3,44) = {F:.1f}, p = {p:.2g}")
print(pairwise_tukeyhsd(pots["biomass"], pots["fert"]))
