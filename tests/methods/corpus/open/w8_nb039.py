import pandas as pd
import numpy as np
from scipy.constants import R
import statsmodels.api as sm

rng = np.random.default_rng(400)
T = np.array([298, 303, 308, 313, 318, 323, 328, 333.])
k_true = 2.1e9 * np.exp(-71_500 / (R * T))
kin = pd.DataFrame({"T": T, "k": k_true * np.exp(rng.normal(0, .04, T.size)), "rel_err": .04})
kin["invT"], kin["lnk"] = 1 / kin["T"], np.log(kin["k"])

# %%
wls = sm.WLS(kin.lnk, sm.add_constant(kin.invT), weights=1 / kin.rel_err**2).fit(cov_type="fixed scale")
Ea = -wls.params["invT"] * R / 1e3
dEa = wls.bse["invT"] * R / 1e3

# %%
kin["resid_pct"] = 100 * (kin.lnk - wls.fittedvalues)
print(kin[["T", "k", "resid_pct"]].to_string(index=False, float_format="%.3g"))
print(f"Ea = {Ea:.1f} +/- {dEa:.1f} kJ/mol, ln A = {wls.params['const']:.1f} +/- {wls.bse['const']:.1f}")
