# %%
import numpy as np

# reaction-yield regression from 60 one-hot / descriptor inputs, 600 reactions
rng = np.random.default_rng(555)
X = rng.normal(size=(600, 60))
y = 55 + 12 * np.tanh(X[:, 0] + 0.5 * X[:, 1]) + 6 * X[:, 2] + rng.normal(0, 8, 600)
parts = np.split(rng.permutation(600), [360, 480])
A, B, C = parts
mu, sd = X[A].mean(0), X[A].std(0)
Z = (X - mu) / sd
target = (y - y[A].mean()) / y[A].std()

# %%
H = 40
W1, b1 = rng.normal(0, 0.15, (60, H)), np.zeros(H)
w2, b2 = rng.normal(0, 0.15, H), 0.0

def predict(params, Q):
    W, b, w, c = params
    return np.tanh(Q @ W + b) @ w + c

best, best_loss, patience = None, np.inf, 0
for epoch in range(2000):
    h = np.tanh(Z[A] @ W1 + b1)
    err = (h @ w2 + b2 - target[A]) / len(A)
    back = np.outer(err, w2) * (1 - h ** 2)
    w2 = w2 - 0.3 * h.T @ err; b2 = b2 - 0.3 * err.sum()
    W1 = W1 - 0.3 * Z[A].T @ back; b1 = b1 - 0.3 * back.sum(0)
    loss = np.mean((predict((W1, b1, w2, b2), Z[B]) - target[B]) ** 2)
    if loss < best_loss:
        best, best_loss, patience, at = (W1, b1, w2, b2), loss, 0, epoch
    else:
        patience += 1
    if patience > 60:
        break

# %%
yhat = predict(best, Z[C]) * y[A].std() + y[A].mean()
rmse = np.sqrt(np.mean((yhat - y[C]) ** 2))
print(f"weights from epoch {at}; RMSE on {len(C)} reactions {rmse:.1f} %, spread of the yields {y[C].std():.1f} %")
