# %%
"""Oral one-compartment fit for a single volunteer, 250 mg dose."""
import numpy as np
from scipy.optimize import curve_fit

DOSE = 250.0  # mg
t = np.array([0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24])


def bateman(t, ka, ke, v):
    return DOSE * ka / (v * (ka - ke)) * (np.exp(-ke * t) - np.exp(-ka * t))


# %%
gen = np.random.default_rng(12)
conc = bateman(t, 1.4, 0.16, 32.0) * np.exp(gen.normal(0, 0.06, t.size))


# %%
def log_model(t, lka, lke, lv):
    return np.log(bateman(t, *np.exp([lka, lke, lv])))


theta, cov = curve_fit(log_model, t, np.log(conc), p0=np.log([1.0, 0.1, 20.0]))
ka, ke, v = np.exp(theta)
cv = 100 * np.sqrt(np.diag(cov))

# %%
auc_inf = np.trapezoid(conc, t) + conc[-1] / ke if hasattr(np, "trapezoid") else np.trapz(conc, t) + conc[-1] / ke
print(f"ka   {ka:6.3f} 1/h  (CV {cv[0]:.1f} %)")
print(f"ke   {ke:6.3f} 1/h  (CV {cv[1]:.1f} %)   t1/2 = {np.log(2) / ke:.2f} h")
print(f"V/F  {v:6.2f} L    (CV {cv[2]:.1f} %)")
print(f"CL/F {ke * v:6.2f} L/h, AUC(0-inf) {auc_inf:.1f} mg h/L, tmax {np.log(ka / ke) / (ka - ke):.2f} h")
