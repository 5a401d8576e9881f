# %%
import numpy as np
import pandas as pd
from sklearn.impute import KNNImputer
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_predict

rng = np.random.default_rng(77)
n = 150
d = pd.DataFrame({
    "age": rng.normal(60, 10, n), "egfr": rng.normal(70, 18, n),
    "hba1c": rng.normal(7, 1.1, n), "sbp": rng.normal(135, 15, n),
})
d["los_days"] = 3 + 0.05 * d.age + rng.normal(0, 3, n)
mask = rng.random((n, 4)) < 0.35
d.iloc[:, :4] = d.iloc[:, :4].mask(mask)
print(d.isna().mean())

# %%
imp = KNNImputer(n_neighbors=3)
full = pd.DataFrame(imp.fit_transform(d), columns=d.columns)

# %%
yhat = cross_val_predict(Ridge(alpha=1.0), full[["age", "egfr", "hba1c", "sbp"]], full["los_days"], cv=10)
r = np.corrcoef(yhat, full["los_days"])[0, 1]
print(f"cross-validated r = {r:.2f}")
