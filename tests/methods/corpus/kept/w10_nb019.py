# %%
import numpy as np
import pandas as pd
from statsmodels.formula.api import ols
import statsmodels.api as sm

rng = np.random.default_rng(18)
fields = {f"F{i}": ("notill" if i % 2 else "plough") for i in range(6)}
soil = {f: rng.normal(0, .55) for f in fields}
rec = [dict(field=f, tillage=til, core=c, depth=d,
            soc=2.1 - .02 * d + soil[f] + rng.normal(0, .2))
       for f, til in fields.items() for c in range(15) for d in (5, 15)]
cores = pd.DataFrame.from_records(rec)

# %%
cores.pivot_table(index="field", columns="depth", values="soc").round(2)

# %%
m = ols("soc ~ C(tillage) + depth", cores).fit()
print(sm.stats.anova_lm(m, typ=2).round(4))

# %%
eff = m.params["C(tillage)[T.plough]"]
l, u = m.conf_int().loc["C(tillage)[T.plough]"]
print(f"Ploughing shifts soil organic carbon by {eff:+.2f} % (95% CI {l:+.2f} to {u:+.2f}; N = {len(cores)} cores, df = {m.df_resid:.0f})")
