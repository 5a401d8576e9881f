# %%
import numpy as np
import scipy.stats as ss
rng = np.random.default_rng(26)

# caffeine recovery (%), 3 extraction batches per solvent, 6 GC injections from each vial
def batches(mean, nb=3, ninj=6):
    vial = rng.normal(mean, 2.6, nb)
    return vial[:, None] + rng.normal(0, 0.7, (nb, ninj))

dcm, etac = batches(91.0), batches(91.0)

for name, m in (("DCM", dcm), ("EtOAc", etac)):
    print(name, "mean %.2f  sd %.2f" % (m.mean(), m.std(ddof=1)), m.shape)

# %%
t, p = ss.ttest_ind(dcm.ravel(), etac.ravel(), equal_var=False)
d = dcm.mean() - etac.mean()
print(f"difference in recovery {d:+.2f} points, t = {t:.2f}, p = {p:.4f}")
print("The solvents differ in recovery." if p < 0.05 else "No difference seen.")
