# %%
import numpy as np
from sklearn.cross_decomposition import PLSRegression
from sklearn.model_selection import train_test_split

rng = np.random.default_rng(333)
n_samples, n_chan = 240, 180
x = np.linspace(400, 1000, n_chan)
peak = lambda c, w: np.exp(-0.5 * ((x - c) / w) ** 2)
chl, caro, bg = rng.uniform(5, 60, n_samples), rng.uniform(1, 15, n_samples), rng.normal(1, .1, n_samples)
S = np.outer(chl, peak(670, 18)) + np.outer(caro, peak(480, 25)) + np.outer(bg * 8, (x / 700) ** 2)
S += rng.normal(0, 2.0, S.shape)

# %%
S_cal, S_rest, c_cal, c_rest = train_test_split(S, chl, train_size=120, random_state=0)
S_val, S_test, c_val, c_test = train_test_split(S_rest, c_rest, test_size=0.5, random_state=0)

def rmse(model, A, c):
    return np.sqrt(np.mean((model.predict(A).ravel() - c) ** 2))

# %%
errs = {k: rmse(PLSRegression(k).fit(S_cal, c_cal), S_val, c_val) for k in range(1, 13)}
k_opt = min(errs, key=errs.get)
print("validation RMSE:", {k: float(round(v, 2)) for k, v in errs.items()})

# %%
final = PLSRegression(k_opt).fit(np.vstack([S_cal, S_val]), np.r_[c_cal, c_val])
print(f"{k_opt} latent variables; RMSEP on {len(c_test)} test leaves: {rmse(final, S_test, c_test):.2f} ug/cm2")
