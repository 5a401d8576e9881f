# %%
import numpy as np
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

X, y = make_classification(n_samples=600, n_features=12, n_informative=4, random_state=3)
X_dev, X_test, y_dev, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X_dev, y_dev, test_size=0.25, random_state=0)

# %%
best_k, best_acc = None, 0
for k in range(1, 30, 2):
    acc = KNeighborsClassifier(k).fit(X_train, y_train).score(X_val, y_val)
    if acc > best_acc:
        best_k, best_acc = k, acc
print("validation:", best_k, best_acc)

# %%
final = KNeighborsClassifier(best_k).fit(X_dev, y_dev)
print(f"test accuracy {final.score(X_test, y_test):.3f}")
