# %%
import numpy as np
import pandas as pd
import scipy.stats as st

rng = np.random.default_rng(62)
n_subj, n_trials = 16, 50
subj_mu = rng.normal(620, 70, n_subj)
stroop = pd.DataFrame({
    "subj": np.repeat(np.arange(n_subj), n_trials),
    "bilingual": np.repeat(np.arange(n_subj) % 2, n_trials),
    "rt": (np.repeat(subj_mu, n_trials) + rng.normal(0, 90, n_subj * n_trials)),
})

# %%
means = stroop.groupby("bilingual")["rt"].mean()
res = st.ttest_ind(*[g["rt"].values for _, g in stroop.groupby("bilingual")])

# %%
print(means.round(1).to_dict())
print(f"t({len(stroop) - 2}) = {res.statistic:.2f}, p = {res.pvalue:.2g}")
