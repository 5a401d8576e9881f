# %%
import numpy as np
from scipy import stats

rng = np.random.default_rng(34)
lim = 1e7          # the machine is stopped at ten million cycles

# %%
# rotating bending at 280 MPa, 30 specimens of each heat treatment
N = {"T6": 10 ** rng.normal(6.55, 0.40, 30), "T73": 10 ** rng.normal(6.85, 0.75, 30)}
N = {k: np.minimum(v, lim) for k, v in N.items()}

# %%
lg = {}
for k, v in N.items():
    v = v[v < lim]
    lg[k] = np.log10(v)
    print(f"{k:4s} n = {v.size:2d}  median life = {np.median(v):.3g} cycles  sd(log) = {lg[k].std(ddof=1):.2f}")

# %%
t, p = stats.ttest_ind(lg["T6"], lg["T73"], equal_var=False)
d = lg["T6"].mean() - lg["T73"].mean()
print(f"log-life difference T6 - T73: {d:+.3f}, t = {t:.2f}, p = {p:.3f}")
print("Overageing to T73 gives", "a different" if p < 0.05 else "no change in", "fatigue life.")
