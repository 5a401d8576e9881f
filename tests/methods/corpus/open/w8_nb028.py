import numpy as np, pandas as pd
from scipy import stats

rng = np.random.default_rng(303)

def wafer(process, wid):
    level = rng.normal({"A": 410, "B": 428}[process], 9)
    return pd.DataFrame({"process": process, "wafer": wid, "Rs": rng.normal(level, 4, 49)})   # 49-point map

maps = pd.concat([wafer(pr, f"{pr}{k}") for pr in "AB" for k in range(9)])
maps.shape

# %%
w = maps.groupby(["process", "wafer"], as_index=False)["Rs"].mean()
A, B = (g["Rs"].to_numpy() for _, g in w.groupby("process"))
print(len(A), len(B), "wafers")

# %%
res = stats.ttest_ind(B, A, equal_var=False)
ci = res.confidence_interval()
print(f"sheet resistance B - A = {B.mean() - A.mean():.1f} ohm/sq  [{ci.low:.1f}, {ci.high:.1f}]  p = {res.pvalue:.4f}")
