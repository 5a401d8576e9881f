# %%
import numpy as np
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

X, y = make_classification(n_samples=240, n_features=15, n_informative=3, flip_y=0.3, random_state=9)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=9)

# %%
acc = {}
for k in range(1, 40):
    knn = KNeighborsClassifier(n_neighbors=k)
    knn.fit(X_train, y_train)
    acc[k] = knn.score(X_test, y_test)

# %%
best_k = max(acc, key=acc.get)
print(f"Using k={best_k}; accuracy on the test set {acc[best_k]:.3f}")
