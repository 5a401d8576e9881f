# %%
import numpy as np
import pandas as pd

rng = np.random.default_rng(25)
trees = pd.DataFrame({"tree": range(8), "light": rng.uniform(5, 95, 8), "tree_eff": rng.normal(0, 2, 8)})
leaves = trees.loc[trees.index.repeat(25)].reset_index(drop=True)
leaves["sla"] = 18 - .01 * leaves.light + leaves.tree_eff + rng.normal(0, .7, len(leaves))
leaves.sample(5, random_state=0)

# %%
from scipy.stats import spearmanr
rho, p = spearmanr(leaves["light"], leaves["sla"])
print(f"SLA vs light: rho = {rho:.2f}, p = {p:.1e}, n = {len(leaves)} leaves")
