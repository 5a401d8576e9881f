# %%
import numpy as np
import pandas as pd

# %%
rng = np.random.default_rng(110)
n = 380
reg = pd.DataFrame({
    "arm": rng.choice(["A", "B"], n),
    "age": rng.normal(58, 12, n),
    "bmi": rng.normal(28, 4.5, n),
    "smoker": rng.binomial(1, 0.27, n),
    "female": rng.binomial(1, 0.52, n),
    "egfr": rng.normal(82, 18, n),
})
reg.loc[rng.choice(n, 12, replace=False), "bmi"] = np.nan
reg.loc[rng.choice(n, 3, replace=False), "age"] = 999

# %%
# 999 is the register's code for an unknown age
reg["age"] = reg["age"].mask(reg["age"].eq(999))
print(reg.isna().sum().loc[lambda s: s > 0])

# %%
def smd(col):
    a, b = (reg.loc[reg["arm"] == k, col] for k in "AB")
    return (a.mean() - b.mean()) / np.sqrt((a.var() + b.var()) / 2)

# %%
cont = reg.groupby("arm")[["age", "bmi", "egfr"]].agg(lambda s: f"{s.mean():.1f} ({s.std():.1f})").T
cat = reg.groupby("arm")[["smoker", "female"]].agg(lambda s: f"{s.sum():.0f} ({s.mean():.0%})").T
table1 = pd.concat([cont, cat]).assign(SMD=lambda d: [round(smd(c), 2) for c in d.index])
print(reg["arm"].value_counts().sort_index().to_dict())
print(table1.to_string())
