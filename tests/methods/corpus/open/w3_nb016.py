# %%
import numpy as np
from scipy import stats
import matplotlib.pyplot as plt
rng = np.random.default_rng(8)

# arsenic in topsoil next to the old smelter, mg/kg, nine borings
As = np.exp(rng.normal(np.log(12), 1.3, 9)).round(1)
limit = 25.0

# %%
fig, ax = plt.subplots()
ax.hist(As, bins=6); ax.axvline(limit); plt.close(fig)
print("values:", np.sort(As))

# %%
m, se = As.mean(), stats.sem(As)
lo, hi = stats.t.interval(0.90, As.size - 1, loc=m, scale=se)
print(f"mean = {m:.1f} mg/kg, 95 % upper confidence limit = {hi:.1f} mg/kg")
print("Site is below the action level." if hi < limit else "Action level may be exceeded.")
