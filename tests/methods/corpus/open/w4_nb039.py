# %%
# for the methods seminar: looking at the data after every 10 pupils
import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

rng = np.random.default_rng(7)
n_sim = 4000
looks = [10, 20, 30, 40, 50]

def studies(n_sim, effect=0.0):
    a = rng.normal(effect, 1, (n_sim, 50))
    b = rng.normal(0, 1, (n_sim, 50))
    return np.column_stack([ttest_ind(a[:, :k], b[:, :k], axis=1).pvalue for k in looks])

P = studies(n_sim)

# %%
rows = []
for j, k in enumerate(looks):
    rows.append({"n per group": k, "this look p<.05": (P[:, j] < .05).mean(), "any look so far": (P[:, :j + 1] < .05).any(axis=1).mean()})
tab = pd.DataFrame(rows)
print(tab.round(3).to_string(index=False))

# %%
first = np.where((P < .05).any(1), (P < .05).argmax(1), -1)
print("studies ending at look 1..5:", [int((first == j).sum()) for j in range(5)])
print(f"With five looks {100 * tab.iloc[-1, 2]:.0f} % of null studies end with p < .05; with one look at n = 50 it is {100 * tab.iloc[-1, 1]:.0f} %.")
