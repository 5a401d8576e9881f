# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from scipy import stats

rng = np.random.default_rng(9)
genes = [f"gene_{i:04d}" for i in range(700)]
wide = pd.DataFrame(rng.normal(8, 1, (20, 700)), columns=genes)
wide["diet"] = np.repeat(["chow", "high_fat"], 10)
long = wide.rename_axis("mouse").reset_index().melt(["mouse", "diet"], var_name="gene", value_name="log2_expr")

# %%
def contrast(g):
    a = g.loc[g["diet"] == "high_fat", "log2_expr"]
    b = g.loc[g["diet"] == "chow", "log2_expr"]
    t, p = stats.ttest_ind(a, b, equal_var=False)
    return pd.Series({"lfc": a.mean() - b.mean(), "t": t, "p": p})

res = long.groupby("gene")[["diet", "log2_expr"]].apply(contrast)

# %%
plt.figure(figsize=(4, 4))
plt.scatter(res["lfc"], -np.log10(res["p"]), s=6, c="grey")
plt.xlabel("log2 fold change")
plt.ylabel("-log10 p")

# %%
de = res.query("p < 0.01 and abs(lfc) > 0.5").sort_values("p")
print(de.round(4).to_string())
up, down = de.query("lfc > 0").index, de.query("lfc < 0").index
print(f"High-fat diet changes the expression of {len(de)} hepatic genes ({len(up)} up, {len(down)} down).")
print(f"The strongest responder is {de.index[0]} (p = {de['p'].iloc[0]:.1g}).")
