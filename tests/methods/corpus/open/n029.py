# %%
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score

rng = np.random.default_rng(12)
n = 90
labs = pd.DataFrame(rng.normal(size=(n, 60)), columns=[f"lab_{i}" for i in range(60)])
labs["sepsis"] = (labs["lab_0"] + rng.normal(size=n) > 0).astype(int)

# %%
X = labs.drop(columns="sepsis").values
y = labs["sepsis"].values
X = StandardScaler().fit_transform(X)
X = PCA(n_components=10).fit_transform(X)

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, stratify=y, random_state=0)
clf = LogisticRegression(max_iter=500).fit(X_train, y_train)
print(f"held-out AUC = {roc_auc_score(y_test, clf.predict_proba(X_test)[:, 1]):.3f}")
