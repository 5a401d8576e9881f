# %%
import pandas as pd
import numpy as np

rng = np.random.default_rng(38)
raw = pd.DataFrame({
    "Site ": rng.choice(["Oak Hill", "oak hill", "River_B", "river_b "], 300),
    "date": rng.choice(pd.date_range("2018-03-01", "2018-06-30").strftime("%d/%m/%Y"), 300),
    "species": rng.choice(["Turdus merula", "T. merula", "Erithacus rubecula"], 300),
    "n": rng.choice(["1", "2", "3", "-", "4"], 300),
})

# %%
tidy = (raw.rename(columns=lambda c: c.strip().lower())
        .assign(site=lambda d: d.site.str.strip().str.lower().str.replace(" ", "_"),
                date=lambda d: pd.to_datetime(d.date, format="%d/%m/%Y"),
                species=lambda d: d.species.replace({"T. merula": "Turdus merula"}),
                n=lambda d: pd.to_numeric(d.n, errors="coerce").astype("Int64"))
        .drop_duplicates())
print(tidy.dtypes, tidy.isna().sum(), sep="\n\n")

# %%
monthly = (tidy.dropna(subset=["n"])
           .groupby(["site", "species", tidy.date.dt.month_name()]).n.sum()
           .unstack().reindex(columns=["March", "April", "May", "June"]))
print(monthly)
