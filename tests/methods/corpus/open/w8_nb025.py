import warnings; warnings.filterwarnings("ignore")
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(515)
plots = []
for core in range(24):
    u = rng.normal(0, .5)
    depth = np.arange(1, 13)
    plots.append(pd.DataFrame(dict(core=core, site=["shelf", "slope"][core % 2], depth=depth,
                 toc=2.4 - .06 * depth + .7 * (core % 2) + u + rng.normal(0, .25, depth.size))))
sed = pd.concat(plots, ignore_index=True)

# %%
sed.pivot_table(index="depth", columns="site", values="toc").round(2)

# %%
# 12 slices out of every core
mm = smf.mixedlm("toc ~ C(site) + depth", sed, groups=sed["core"]).fit(reml=True)
est = pd.concat([mm.params, mm.bse, mm.pvalues], axis=1, keys=["est", "se", "p"]).round(4)
print(est)
print(f"slope sediments hold {est.loc['C(site)[T.slope]', 'est']:.2f} +/- {est.loc['C(site)[T.slope]', 'se']:.2f} % more organic carbon than the shelf")
