# %%
# NIR tablets: API content (mg) from 300 wavelengths
import numpy as np
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_predict

rng = np.random.default_rng(41)
wl = np.linspace(1100, 2300, 300)
api = rng.uniform(80, 120, 90)
band = np.exp(-0.5 * ((wl - 1680) / 25) ** 2)
water = np.exp(-0.5 * ((wl - 1940) / 60) ** 2)
spec = np.outer(api, band) * 0.01 + np.outer(rng.normal(1, .2, 90), water) + rng.normal(0, .05, (90, 300))

# %%
model = make_pipeline(StandardScaler(), SelectKBest(f_regression, k=25), Ridge(alpha=1.0))
cv = KFold(n_splits=10, shuffle=True, random_state=2)
pred = cross_val_predict(model, spec, api, cv=cv)

# %%
rmsecv = np.sqrt(np.mean((pred - api) ** 2))
q2 = 1 - np.sum((pred - api) ** 2) / np.sum((api - api.mean()) ** 2)
print(f"RMSECV = {rmsecv:.2f} mg, Q2 = {q2:.3f} (10-fold, one tablet per row)")
model.fit(spec, api)
kept = wl[model.named_steps["selectkbest"].get_support()]
print(f"final model uses wavelengths between {kept.min():.0f} and {kept.max():.0f} nm")
