# %%
import numpy as np
import pandas as pd
from scipy.stats import spearmanr

rng = np.random.default_rng(53)
isl = pd.DataFrame({"area_km2": 10 ** rng.uniform(-1, 4, 32)})
isl["species"] = rng.poisson(12 * isl.area_km2 ** .25)
isl.sort_values("area_km2").tail(3)

# %%
rho, p = spearmanr(isl.area_km2, isl.species)
z = np.polyfit(np.log10(isl.area_km2), np.log10(isl.species + 1), 1)
print(f"rho = {rho:.2f} (p = {p:.1e}); z = {z[0]:.2f}")
