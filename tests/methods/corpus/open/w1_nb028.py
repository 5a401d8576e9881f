# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(70)
n_subj, n_trials = 26, 60
people = pd.DataFrame({
    "subj": np.arange(n_subj),
    "load": np.where(np.arange(n_subj) % 2, "high", "low"),
    "speed": rng.normal(0, 0.18, n_subj),
})
trials = people.merge(pd.DataFrame({"trial": np.arange(1, n_trials + 1)}), how="cross")
trials["log_rt"] = 6.4 + trials["speed"] + rng.normal(0, 0.25, len(trials))

# %%
trials = trials.drop(columns="speed").assign(trial_c=lambda d: (d["trial"] - d["trial"].mean()) / 10)
print(trials.groupby("load")["log_rt"].agg(["count", "mean", "std"]).round(3))

# %%
m = smf.ols("log_rt ~ C(load, Treatment('low')) * trial_c", data=trials).fit()
coef = pd.DataFrame({"b": m.params, "se": m.bse, "p": m.pvalues}).round(4)
print(coef.to_string())
row = coef.filter(like="load", axis=0).iloc[0]
print(f"Working-memory load shifts response times by {100 * np.expm1(row.b):.1f}% "
      f"(t({int(m.df_resid)}) = {row.b / row.se:.2f}, p = {row.p:.4f}).")
