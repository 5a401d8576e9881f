# %%
import numpy as np
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.dummy import DummyClassifier
from sklearn.model_selection import train_test_split

X, y = make_classification(n_samples=500, n_features=8, weights=[.7], flip_y=.1, random_state=7)
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=.4, stratify=y, random_state=7)

# %%
hit_lr = LogisticRegression().fit(X_tr, y_tr).predict(X_te) == y_te
hit_base = DummyClassifier().fit(X_tr, y_tr).predict(X_te) == y_te
rng = np.random.default_rng(0)
boot = [(hit_lr[i].mean() - hit_base[i].mean()) for i in rng.integers(0, len(y_te), (1000, len(y_te)))]
lo, hi = np.percentile(boot, [2.5, 97.5])
print(f"acc {hit_lr.mean():.3f} vs baseline {hit_base.mean():.3f}; gain [{lo:.3f}, {hi:.3f}]")
