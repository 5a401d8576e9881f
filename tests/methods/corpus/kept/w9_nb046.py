# %%
# falls per nursing home-year; staffing ratio as exposure of interest
import numpy as np, pandas as pd, statsmodels.formula.api as smf

rng = np.random.default_rng(300)
k = 240
homes = pd.DataFrame({
    "staff": rng.uniform(.3, .9, k),
    "beds": rng.integers(20, 130, k),
    "rural": rng.binomial(1, .4, k),
})
m = homes.beds * np.exp(-.2 - 1.1 * (homes.staff - .6) + .1 * homes.rural)
homes["falls"] = rng.poisson(m * rng.gamma(3, 1 / 3, k))
print("mean %.1f  variance %.1f" % (homes.falls.mean(), homes.falls.var()))

# %%
nb = smf.negativebinomial("falls ~ staff + rural", homes, exposure=homes["beds"]).fit(disp=0, maxiter=200)
print(nb.summary().tables[1])

# %%
est, (lo, hi) = nb.params["staff"] / 10, nb.conf_int().loc["staff"] / 10
print(f"alpha = {nb.params['alpha']:.2f}")
print(f"Per 0.1 more staff per bed the fall rate is multiplied by {np.exp(est):.3f} ({np.exp(lo):.3f}-{np.exp(hi):.3f})")
