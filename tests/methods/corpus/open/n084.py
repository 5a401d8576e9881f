# %%
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.pipeline import make_pipeline
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupShuffleSplit

rng = np.random.default_rng(122)
v = pd.DataFrame({"pid": np.repeat(np.arange(120), 3), "hr": rng.normal(80, 12, 360), "unit": rng.choice(["A", "B", "C"], 360)})
v["alarm"] = (v.hr + rng.normal(0, 8, 360) > 88).astype(int)
v.loc[::17, "hr"] = np.nan

# %%
prep = ColumnTransformer([("num", make_pipeline(SimpleImputer(), StandardScaler()), ["hr"]),
                          ("cat", OneHotEncoder(handle_unknown="ignore"), ["unit"])])
clf = make_pipeline(prep, LogisticRegression())
tr, te = next(GroupShuffleSplit(1, test_size=.3, random_state=0).split(v, groups=v.pid))
clf.fit(v.iloc[tr][["hr", "unit"]], v.iloc[tr].alarm)
print(f"accuracy {clf.score(v.iloc[te][['hr', 'unit']], v.iloc[te].alarm):.3f} on {v.iloc[te].pid.nunique()} new patients")
