# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

gen = np.random.default_rng(2019)
people = pd.DataFrame({"pid": range(260), "union": gen.binomial(1, .35, 260), "u": gen.normal(0, 1.2, 260)})
long = (people.merge(pd.DataFrame({"wave": [1, 2, 3]}), how="cross")
        .assign(satisf=lambda x: 6.4 + .5 * x.union + .1 * x.wave + x.u + gen.normal(0, .9, len(x)))
        .drop(columns="u"))
print(long.shape, long.pid.nunique(), "respondents")

# %%
print(long.pivot_table(index="wave", columns="union", values="satisf").round(2))

# %%
m = smf.ols("satisf ~ union + C(wave)", data=long).fit(
    cov_type="cluster", cov_kwds={"groups": long["pid"]})
print(m.summary().tables[1])

# %%
ci = m.conf_int().loc["union"].round(2).tolist()
print(f"Union members report {m.params['union']:.2f} points higher job satisfaction {ci} (p = {m.pvalues['union']:.1e})")
