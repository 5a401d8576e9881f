# %%
import numpy as np
from scipy.stats import mannwhitneyu
rng = np.random.default_rng(2)

# %%
# S-index of solar twins, several spectra of each star
stars = [dict(name=f"HD{1000 + i}", host=i < 5, S=rng.normal(0.175, 0.014) + rng.normal(0, 0.004, rng.integers(14, 26)))
         for i in range(10)]

# %%
for s in stars:
    print(s["name"], "planet host" if s["host"] else "no planet", len(s["S"]), "spectra, <S> = %.3f" % s["S"].mean())

# %%
host = np.hstack([s["S"] for s in stars if s["host"]])
none = np.hstack([s["S"] for s in stars if not s["host"]])
u, p = mannwhitneyu(host, none)
print(f"median S: hosts {np.median(host):.4f} ({host.size}), others {np.median(none):.4f} ({none.size})")
print(f"Mann-Whitney p = {p:.1e}" + (": activity differs between hosts and non-hosts" if p < 0.05 else ""))
