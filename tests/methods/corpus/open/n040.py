# %%
import numpy as np
import pandas as pd
from scipy.optimize import curve_fit
from scipy import stats

rng = np.random.default_rng(72)
S = np.array([.1, .2, .5, 1, 2, 5, 10, 20]).repeat(2)
assay = pd.DataFrame({"S_mM": S, "v0": 48 * S / (1.7 + S) + rng.normal(0, 1.2, S.size)})

# %%
mm = lambda s, vmax, km: vmax * s / (km + s)
par, cov = curve_fit(mm, assay.S_mM, assay.v0, p0=[40, 1])
tq = stats.t.ppf(.975, len(assay) - 2)
for n, v, s in zip(("Vmax", "Km"), par, np.sqrt(np.diag(cov))):
    print(f"{n}: {v:.2f} [{v - tq*s:.2f}, {v + tq*s:.2f}]")
