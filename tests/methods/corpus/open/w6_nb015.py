# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(1011)
# creep-rate readings from 6 turbine blades (3 coated, 3 bare), 25 gauge positions on each
blades = pd.DataFrame({"blade": list("ABCDEF"), "coating": ["coated"] * 3 + ["bare"] * 3, "u": rng.normal(0, 0.35, 6)})
gauges = blades.merge(pd.DataFrame({"pos": range(25)}), how="cross")
gauges["log_rate"] = -6.0 + gauges.u + rng.normal(0, 0.25, len(gauges))
gauges = gauges.drop(columns="u")

# %%
print(gauges.pivot_table(index="coating", values="log_rate", aggfunc=["mean", "std", "count"]).round(3))

# %%
m = smf.ols("log_rate ~ C(coating, Treatment('bare')) + pos", data=gauges).fit()
name = [k for k in m.params.index if "coated" in k][0]
lo, hi = m.conf_int().loc[name]
print(f"coating effect on log10 creep rate: {m.params[name]:+.3f} [{lo:+.3f}, {hi:+.3f}], p = {m.pvalues[name]:.2e}")
print(f"(n = {int(m.nobs)} readings)  => rate changes by a factor {10 ** m.params[name]:.2f} with the coating")
