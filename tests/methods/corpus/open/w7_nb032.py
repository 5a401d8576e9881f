import numpy as np, pandas as pd
import scipy.stats as ss

# mEPSC amplitude, 10 + 10 mice, 8-15 cells from each
rng = np.random.default_rng(11)
rows = []
for grp, shift in zip(["veh", "ket"], [0, 2.4]):
    for k in range(10):
        mu = 14 + shift + rng.normal(0, 1.5)
        for c in range(rng.integers(8, 16)):
            rows.append((grp, f"{grp}_{k}", rng.normal(mu, 3)))
cells = pd.DataFrame(rows, columns=["grp", "mouse", "pA"])
print(cells.shape)
# %%
per_mouse = cells.groupby(["grp", "mouse"], as_index=False).pA.mean()
print(per_mouse.pivot_table(index="grp", values="pA", aggfunc=["mean", "std", "count"]).round(2))
# %%
v = per_mouse[per_mouse.grp == "veh"].pA
k = per_mouse[per_mouse.grp == "ket"].pA
print("Shapiro:", [round(ss.shapiro(z).pvalue, 2) for z in (v, k)])
res = ss.ttest_ind(k, v)
print(f"ketamine vs vehicle: {k.mean() - v.mean():+.2f} pA, t({len(k) + len(v) - 2}) = {res.statistic:.2f}, p = {res.pvalue:.4f}")
