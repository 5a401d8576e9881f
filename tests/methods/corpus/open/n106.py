# %%
import numpy as np
rng = np.random.default_rng(78)
X = rng.normal(size=(500, 40)); w0 = np.r_[np.ones(5), np.zeros(35)]
y = X @ w0 + rng.normal(0, 2, 500)
tr, va, te = slice(0, 300), slice(300, 400), slice(400, 500)
mse = lambda w, s: float(np.mean((X[s] @ w - y[s]) ** 2))

# %%
w, best, patience = np.zeros(40), (np.inf, None, 0), 0
for epoch in range(1000):
    w -= 5e-3 * 2 * X[tr].T @ (X[tr] @ w - y[tr]) / 300
    v = mse(w, va)
    if v < best[0]:
        best, patience = (v, w.copy(), epoch), 0
    else:
        patience += 1
        if patience > 20:
            break

# %%
print(f"epoch {best[2]}, val {best[0]:.3f}, test {mse(best[1], te):.3f}")
