# %%
import numpy as np
from scipy.stats import t as tdist
rng = np.random.default_rng(5)

# thermal conductivity, W/mK: 44 cast plates, 6 printed plates
cast = rng.normal(148.0, 1.6, 44)
prnt = rng.normal(148.0, 9.5, 6)

# %%
summ = lambda v: (v.size, v.mean(), v.var(ddof=1))
(n1, m1, v1), (n2, m2, v2) = summ(cast), summ(prnt)
print(f"cast {m1:.1f} (sd {v1 ** .5:.1f}), printed {m2:.1f} (sd {v2 ** .5:.1f})")

# %%
sp2 = ((n1 - 1) * v1 + (n2 - 1) * v2) / (n1 + n2 - 2)
T = (m2 - m1) / np.sqrt(sp2 * (1 / n1 + 1 / n2))
p = 2 * tdist.sf(abs(T), n1 + n2 - 2)
print(f"printed - cast = {m2 - m1:+.2f} W/mK, t({n1 + n2 - 2}) = {T:.2f}, p = {p:.4f}")
print("Printing", "changes" if p < 0.05 else "does not change", "the conductivity.")
