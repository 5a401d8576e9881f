# %%
import numpy as np
import statsmodels.api as sm

rng = np.random.default_rng(64)
dose = np.repeat([0, 5, 10, 20, 40, 80], 7).astype(float)     # mg/kg
hr_change = -1.0 - 0.035 * dose + rng.normal(0, 6.0, dose.size)  # bpm, one rat per row

# %%
X = sm.add_constant(np.log1p(dose))
first = sm.OLS(hr_change, X).fit()
print("first pass: slope %.2f  p=%.3f  n=%d" % (first.params[1], first.pvalues[1], len(dose)))

# %%
# clean-up: points far from the line, three rounds
mask = np.ones(dose.size, bool)
for k in range(3):
    f = sm.OLS(hr_change[mask], X[mask]).fit()
    res = hr_change - X @ f.params
    mask &= np.abs(res) < 1.5 * np.sqrt(f.scale)
    print("round", k + 1, "left", mask.sum())

# %%
final = sm.OLS(hr_change[mask], X[mask]).fit()
print(final.summary().tables[1])
print(f"Heart rate depends on log dose: slope {final.params[1]:.2f} bpm per log unit, "
      f"p = {final.pvalues[1]:.1e}, R2 = {final.rsquared:.2f}")
