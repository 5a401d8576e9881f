# %%
import numpy as np
import matplotlib.pyplot as plt

rng = np.random.default_rng(1990)
# household disposable income, two survey years, equivalised
inc = {1995: rng.lognormal(9.6, .52, 3000), 2015: rng.lognormal(9.9, .63, 3000)}

def lorenz(x):
    x = np.sort(x)
    return np.r_[0, np.arange(1, x.size + 1) / x.size], np.r_[0, x.cumsum() / x.sum()]

def gini(x):
    p, L = lorenz(x)
    return 1 - 2 * np.trapezoid(L, p)

# %%
fig, ax = plt.subplots(figsize=(4, 4))
for yr, x in inc.items():
    ax.plot(*lorenz(x), label=f"{yr} (G={gini(x):.2f})")
ax.plot([0, 1], [0, 1], "k:", lw=.8); ax.legend()

# %%
for yr, x in inc.items():
    p10, p50, p90 = np.percentile(x, [10, 50, 90])
    top = np.sort(x)[-300:].sum() / x.sum()
    print(f"{yr}: Gini {gini(x):.3f}  P90/P10 {p90/p10:.2f}  P50/P10 {p50/p10:.2f}  top-decile share {top:.1%}")
