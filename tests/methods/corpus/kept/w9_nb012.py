# %%
import numpy as np, pandas as pd

# raw household panel extract: -8 refused, -9 don't know, 999 hours = not applicable
rng = np.random.default_rng(6)
raw = pd.DataFrame({
    "PID": np.arange(500).astype(str),
    "SEX": rng.choice([1, 2, -9], 500, p=[.48, .50, .02]),
    "BYEAR": rng.integers(1930, 2003, 500),
    "HRS": np.where(rng.random(500) < .3, 999, rng.integers(5, 60, 500)),
    "EDU": rng.choice([1, 2, 3, 4, -8], 500),
})
raw = pd.concat([raw, raw.sample(12, random_state=1)])   # double export, happens every wave

# %%
edu = {1: "none", 2: "lower sec.", 3: "upper sec.", 4: "tertiary"}
clean = (raw.rename(columns=str.lower)
            .drop_duplicates("pid")
            .replace({"sex": {-9: np.nan}, "edu": {-8: np.nan}, "hrs": {999: np.nan}})
            .assign(age=lambda d: 2021 - d.byear,
                    sex=lambda d: d.sex.map({1: "m", 2: "f"}),
                    edu=lambda d: pd.Categorical(d.edu.map(edu), list(edu.values()), ordered=True))
            .drop(columns="byear")
            .set_index("pid"))
assert clean.index.is_unique

# %%
print(clean.isna().mean().map("{:.1%}".format).to_string())
print(clean.pivot_table(index="edu", columns="sex", values="hrs", aggfunc="median", observed=True))
print(len(raw), "->", len(clean))
