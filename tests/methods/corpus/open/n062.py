# %%
import numpy as np
import pandas as pd
import scipy.stats as st

rng = np.random.default_rng(38)
n = 120
df = pd.DataFrame({"cond": rng.permutation(np.repeat(["gain", "loss"], n // 2)), "age": rng.integers(18, 40, n),
                   "risk": rng.normal(50, 10, n), "mood": rng.normal(5, 1, n), "effort": rng.normal(3, 1, n)})
df.loc[df.cond == "loss", "risk"] += 5

# %%
for col in ["age", "risk", "mood", "effort"]:
    g = df.groupby("cond")[col]
    print(col, g.mean().round(2).to_dict(), g.std().round(2).to_dict())

# %%
# preregistered comparison
x, y = (df.loc[df.cond == c, "risk"] for c in ("loss", "gain"))
r = st.ttest_ind(x, y, equal_var=False)
print(f"risk taking: t = {r.statistic:.2f}, p = {r.pvalue:.4f}")
