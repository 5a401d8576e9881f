# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(214)
n = 45
iop_person = rng.normal(16, 3, n)
age = rng.integers(40, 80, n)
eyes = pd.DataFrame({
    "patient": np.tile(np.arange(n), 2),
    "side": ["OD"] * n + ["OS"] * n,
    "age": np.tile(age, 2),
    "iop": np.r_[iop_person + rng.normal(0, .6, n), iop_person + rng.normal(0, .6, n)],
})
print(len(eyes), "eyes of", eyes.patient.nunique(), "patients")

# %%
fit = smf.ols("iop ~ age", data=eyes).fit()
print(fit.summary().tables[1])
print(f"IOP and age: b = {fit.params['age']:.3f}, p = {fit.pvalues['age']:.4f} (n = {int(fit.nobs)})")
