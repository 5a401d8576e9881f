# %%
from statsmodels.stats.power import TTestIndPower, NormalIndPower
from statsmodels.stats.proportion import proportion_effectsize
import numpy as np, pandas as pd

# primary endpoint: HbA1c change, SD 1.1 %
solver = TTestIndPower()
grid = pd.DataFrame([(d, pw, int(np.ceil(solver.solve_power(d / 1.1, power=pw, alpha=.05))))
                     for d in (.3, .4, .5) for pw in (.8, .9)], columns=["delta", "power", "n_arm"])
grid["recruit"] = np.ceil(grid.n_arm / .85).astype(int)      # 15 % attrition
print(grid.pivot(index="delta", columns="power", values="recruit"))

# %%
# check by simulation for delta .4, power .9
from scipy.stats import ttest_ind
rng = np.random.default_rng(1)
n = grid.query("delta == .4 and power == .9").n_arm.item()
sims = 4000
pv = ttest_ind(rng.normal(0, 1.1, (sims, n)), rng.normal(-.4, 1.1, (sims, n)), axis=1).pvalue
print(f"simulated power with n = {n} per arm: {(pv < .05).mean():.3f}")

# %%
h = proportion_effectsize(.45, .30)
print("secondary (target reached 30 % vs 45 %): power", round(NormalIndPower().power(h, n, .05), 2))
