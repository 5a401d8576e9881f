# %%
import numpy as np, pandas as pd
import statsmodels.formula.api as smf
rng = np.random.default_rng(13)

# permafrost cores: ice content in 6 slices of each core, burnt and unburnt ground, 14 cores each
core = np.repeat(np.arange(28), 6)
burnt = (core % 2).astype(int)
depth = np.tile(np.arange(0.2, 1.4, 0.2), 28)
ice = 48 - 9 * burnt + 6 * (depth - 0.7) + rng.normal(0, 5, 28)[core] + rng.normal(0, 4, core.size)
d = pd.DataFrame(dict(core=core, burnt=burnt, depth=depth - depth.mean(), ice=ice))

# %%
m = smf.mixedlm("ice ~ burnt + depth", d, groups="core").fit(reml=True)
vc, ve = float(m.cov_re.iloc[0, 0]), m.scale
lo, hi = m.conf_int().loc["burnt"]

# %%
print(f"burnt - unburnt: {m.params['burnt']:.1f} % ice, 95 % CI [{lo:.1f}, {hi:.1f}], p = {m.pvalues['burnt']:.2g}")
print(f"depth gradient {m.params['depth']:.1f} %/m; share of variance between cores {vc / (vc + ve):.2f}")
