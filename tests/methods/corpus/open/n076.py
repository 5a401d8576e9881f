# %%
import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency

rng = np.random.default_rng(202)
ppl = pd.DataFrame({"pid": range(20), "dx": np.repeat(["dyslexic", "control"], 10), "skill": rng.beta(4, 2, 20)})
ans = ppl.loc[ppl.index.repeat(40)].copy()
ans["correct"] = rng.random(len(ans)) < ans["skill"]
tab = pd.crosstab(ans["dx"], ans["correct"])
tab

# %%
chi2, p, dof, _ = chi2_contingency(tab)
print(f"chi2({dof}, N = {len(ans)}) = {chi2:.1f}, p = {p:.2g}")
