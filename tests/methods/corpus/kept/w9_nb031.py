# %%
import numpy as np
from scipy import stats

rng = np.random.default_rng(6)
# scratch assay, one independent culture per day and arm; closure at 24 h in %
culture_ctrl = lambda: rng.normal(61, 9)
culture_drug = lambda: rng.normal(61, 9)

# %%
ctrl = [culture_ctrl() for _ in range(5)]
drug = [culture_drug() for _ in range(5)]
log = []
while True:
    p = stats.ttest_ind(drug, ctrl).pvalue
    log.append((len(ctrl), p))
    if p < 0.05 or len(ctrl) >= 150:
        break
    ctrl.append(culture_ctrl())
    drug.append(culture_drug())

# %%
print("cultures per arm:", len(ctrl))
print(f"closure control {np.mean(ctrl):.1f} +- {np.std(ctrl, ddof=1):.1f} %")
print(f"closure drug    {np.mean(drug):.1f} +- {np.std(drug, ddof=1):.1f} %")
print(f"Student t, two-sided: p = {log[-1][1]:.3f}")
print("Conclusion: the compound alters migration." if log[-1][1] < .05 else "Conclusion: no effect on migration seen.")
