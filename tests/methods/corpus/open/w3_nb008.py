# %%
import numpy as np
from scipy.stats import pearsonr
rng = np.random.default_rng(17)

names = ["T_sub", "p_Ar", "p_N2", "bias", "P_rf", "P_dc", "d_ts", "rot", "flow", "t_etch",
         "t_dep", "RH", "T_lab", "age_tgt", "t_pump", "V_fil", "I_coil", "T_cool"]
n, m = 64, len(names)
Z = rng.normal(size=(n, m))
adh = 22 + 2.4 * Z[:, 0] - 1.9 * Z[:, 3] + rng.normal(0, 3, n)     # scratch load, N

# %%
res = {nm: pearsonr(Z[:, j], adh) for j, nm in enumerate(names)}
r = np.array([v[0] for v in res.values()])
p = np.array([v[1] for v in res.values()])

# %%
o = np.argsort(p)
q = np.empty(m)
q[o] = np.minimum(1, np.maximum.accumulate(p[o] * (m - np.arange(m))))
for j in o:
    print(f"{names[j]:8s} r = {r[j]:+.2f}   p = {p[j]:.2g}   p(Holm) = {q[j]:.2g}")

# %%
print("Parameters tied to adhesion:", [names[j] for j in o if q[j] < 0.05])
