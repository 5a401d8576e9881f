# %%
"""Period-luminosity fit, Cepheids in one field."""
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(3)
n = 90
cat = pd.DataFrame({"star": [f"C{i:03d}" for i in range(n)], "P": 10 ** rng.uniform(.5, 1.7, n)})
cat["W"] = 15.9 - 3.3 * np.log10(cat.P) + rng.normal(0, .12, n)
cat["sat"] = rng.random(n) < .06           # detector saturation bit from the pipeline
cat["edge_pix"] = rng.integers(0, 400, n)
cat.loc[cat.sat, "W"] += rng.normal(.6, .3, cat.sat.sum())

# %%
clean = cat.loc[~cat.sat & (cat.edge_pix > 20)].copy()
print(f"{len(cat)} -> {len(clean)} stars after the image-level flags")

# %%
clean["x"] = np.log10(clean.P) - 1
pl = smf.ols("W ~ x", clean).fit()
(a, b), (sa, sb) = pl.params, pl.bse
print(f"W = ({a:.3f} ± {sa:.3f}) + ({b:.3f} ± {sb:.3f}) (log P - 1),  rms {np.sqrt(pl.scale):.3f} mag")
mu = a - (-5.9)
print(f"distance modulus {mu:.2f}")
