# Habitat suitability from remote sensing: presence of capercaillie at 1200 forest points
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(404)
X = rng.normal(size=(1200, 6))
z = 1.2 * X[:, 0] - X[:, 1] ** 2 + .8 * X[:, 2] * X[:, 3]
y = (z + rng.logistic(0, .8, 1200) > -.5).astype(int)

X_rest, X_test, y_rest, y_test = train_test_split(X, y, test_size=300, random_state=1)
X_fit, X_tune, y_fit, y_tune = train_test_split(X_rest, y_rest, test_size=300, random_state=2)

# %%
sc = StandardScaler().fit(X_fit)
curve = {}
for k in range(1, 62, 4):
    curve[k] = KNeighborsClassifier(k).fit(sc.transform(X_fit), y_fit).score(sc.transform(X_tune), y_tune)
k_best = max(curve, key=curve.get)
print({k: round(v, 3) for k, v in curve.items()})

# %%
final = KNeighborsClassifier(k_best).fit(sc.transform(X_fit), y_fit)
print("k =", k_best, "| tuning accuracy", round(curve[k_best], 3))
print("test accuracy %.3f (300 points), majority class %.3f"
      % (final.score(sc.transform(X_test), y_test), max(y_test.mean(), 1 - y_test.mean())))
