# %%
import numpy as np
rng = np.random.default_rng(1906)

# %%
# catalogue: Gutenberg-Richter, small events partly seen by the network
M = 0.5 + rng.exponential(1 / (1.02 * np.log(10)), 20000)
seen = rng.random(M.size) < 1 / (1 + np.exp(-(M - 1.25) / 0.1))
M = np.round(M[seen], 1)
dm = 0.1

# %%
e = np.arange(0.45, 6, dm)
h, _ = np.histogram(M, e)
c = e[:-1] + dm / 2
mc = round(c[h.argmax()] + 0.3, 1)
print("completeness magnitude:", mc, " events above:", (M >= mc - 1e-6).sum())

# %%
def bval(m, mc):
    m = m[m >= mc - 1e-6]
    b = np.log10(np.e) / (m.mean() - (mc - dm / 2))
    s = 2.30 * b ** 2 * np.sqrt(np.sum((m - m.mean()) ** 2) / (m.size * (m.size - 1)))
    return b, s, m.size

for x in (mc, mc + 0.2, mc + 0.4):
    b, s, k = bval(M, x)
    print(f"Mc = {x:.1f}  b = {b:.3f} +/- {s:.3f}  (n = {k})")
