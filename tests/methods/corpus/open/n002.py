# %%
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

rng = np.random.default_rng(73)
temp = np.linspace(10, 40, 45)
growth = 1.2 - ((temp - 25) / 14) ** 2 + rng.normal(0, 0.06, temp.size)
yeast = pd.DataFrame({"temp_C": temp, "mu": growth})
yeast.plot.scatter("temp_C", "mu")
plt.title("Growth rate")

# %%
from scipy.stats import pearsonr
r, p = pearsonr(yeast["temp_C"], yeast["mu"])
print(f"r = {r:.2f}, p = {p:.2f}")
if p > 0.05:
    print("Temperature has no influence on the growth rate.")
