from sklearn.neighbors import KNeighborsRegressor
from sklearn.preprocessing import RobustScaler
import numpy as np

# photometric redshifts from ugriz colours
rng = np.random.default_rng(606)
N = 1500
z = rng.gamma(3, .2, N)
colours = np.c_[1.1*z, .8*z - .3*z**2, .5*np.sqrt(z), .4*z] + rng.normal(0, .12, (N, 4))
perm = rng.permutation(N)
i_train, i_val, i_test = np.split(perm, [800, 1150])

# %%
sc = RobustScaler().fit(colours[i_train])
C = sc.transform(colours)

def sigma_nmad(idx, model):
    dz = (model.predict(C[idx]) - z[idx]) / (1 + z[idx])
    return 1.48 * np.median(np.abs(dz - np.median(dz)))

val = {}
for k in (1, 2, 4, 8, 16, 32, 64, 128):
    val[k] = float(sigma_nmad(i_val, KNeighborsRegressor(k).fit(C[i_train], z[i_train])))
k_best = min(val, key=val.get)
print({k: round(v, 4) for k, v in val.items()}, "->", k_best)

# %%
both = np.r_[i_train, i_val]
final = KNeighborsRegressor(k_best).fit(C[both], z[both])
print(f"sigma_NMAD on the {len(i_test)} test galaxies: {sigma_nmad(i_test, final):.4f}")
