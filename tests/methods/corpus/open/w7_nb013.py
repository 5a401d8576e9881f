# Prespecified subgroups, statistical analysis plan v2.1 section 8.4
import pandas as pd, numpy as np
from scipy import stats
from statsmodels.formula.api import ols
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(1717)
N = 800
pt = pd.DataFrame({"trt": rng.permutation([0, 1] * (N // 2)), "sex": rng.choice(list("FM"), N),
                   "diabetes": rng.choice(["dm", "no dm"], N, p=[.4, .6]), "egfr": rng.choice(["<60", ">=60"], N),
                   "nyha": rng.choice(["II", "III"], N)})
pt["d6mwt"] = 8 + 9 * pt.trt + rng.normal(0, 48, N)
# %%
main = stats.ttest_ind(pt.d6mwt[pt.trt == 1], pt.d6mwt[pt.trt == 0])
print(f"primary: t = {main.statistic:.2f}, p = {main.pvalue:.4f}")
# %%
rows = []
for f in ["sex", "diabetes", "egfr", "nyha"]:
    r = ols(f"d6mwt ~ trt * C({f})", pt).fit()
    term = [t for t in r.params.index if t.startswith("trt:")][0]
    diffs = {lev: s.d6mwt[s.trt == 1].mean() - s.d6mwt[s.trt == 0].mean() for lev, s in pt.groupby(f)}
    rows.append({"factor": f, "diffs": {k: float(round(v, 1)) for k, v in diffs.items()}, "p_inter": r.pvalues[term]})
eff_mod = pd.DataFrame(rows)
eff_mod["p_holm"] = multipletests(eff_mod.p_inter, method="holm")[1]
# %%
print(eff_mod.round(3).to_string(index=False))
print("interactions with Holm p < 0.05:", eff_mod.loc[eff_mod.p_holm < .05, "factor"].tolist() or "none")
