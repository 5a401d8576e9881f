# %%
import numpy as np
from scipy.stats import pearsonr

rng = np.random.default_rng(29)
T = 132                                  # months, 2010-2020
d_oil = rng.normal(0, 6.5, T)            # % change Brent
d_bread = rng.normal(.15, .9, T)         # % change retail bread price, national CPI file

# %%
def xc(lag):
    if lag >= 0:
        return pearsonr(d_oil[:T - lag], d_bread[lag:])
    return pearsonr(d_oil[-lag:], d_bread[:T + lag])

lags = range(-12, 25)
res = {L: xc(L) for L in lags}
for L in lags:
    print(f"{L:+3d}  r={res[L][0]:+.3f}", "#" * int(60 * abs(res[L][0])))

# %%
L_star = sorted(res, key=lambda k: res[k][1])[0]
r_star, p_star = res[L_star]
print()
print(f"Oil prices pass through to bread at a horizon of {L_star} months (r = {r_star:.2f}, p = {p_star:.3f}).")
