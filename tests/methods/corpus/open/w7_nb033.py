import numpy as np
import pandas as pd
from scipy import stats

# dendritic spine density, CA1, Fmr1 KO vs WT. Blind count, ~40 dendrites per mouse
rng = np.random.default_rng(3)
recs = []
for geno, n_mice in (("WT", 4), ("KO", 4)):
    for m in range(n_mice):
        mouse_level = 1.45 + rng.normal(0, 0.22)
        recs += [{"mouse": f"{geno}{m}", "geno": geno, "spines_um": s}
                 for s in rng.normal(mouse_level, 0.2, 40)]
spines = pd.DataFrame(recs)

# %%
spines.groupby(["geno", "mouse"]).spines_um.describe().round(2)

# %%
wt = spines.loc[spines.geno.eq("WT"), "spines_um"]
ko = spines.loc[spines.geno.eq("KO"), "spines_um"]
t, p = stats.ttest_ind(wt, ko, equal_var=False)

# %%
sem = lambda x: x.std() / len(x) ** 0.5
print(f"WT {wt.mean():.2f} ± {sem(wt):.2f} (n={len(wt)}), KO {ko.mean():.2f} ± {sem(ko):.2f} (n={len(ko)}), p = {p:.2g}")
print("Spine density differs between genotypes" if p < .05 else "n.s.")
