# %%
import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score

rng = np.random.default_rng(10)
icu = pd.DataFrame({"lactate": rng.lognormal(.5, .5, 400), "map": rng.normal(75, 12, 400), "age": rng.normal(64, 14, 400)})
icu["died"] = (rng.random(400) < 1 / (1 + np.exp(3 - .6 * icu.lactate - .01 * icu.age))).astype(int)
icu.loc[rng.random(400) < .1, "lactate"] = np.nan

# %%
X_train, X_test, y_train, y_test = train_test_split(
    icu[["lactate", "map", "age"]], icu["died"], test_size=0.3, random_state=1, stratify=icu["died"])
imp = SimpleImputer(strategy="median").fit(X_train)
sc = StandardScaler()
X_train = sc.fit_transform(imp.transform(X_train))
X_test = sc.transform(imp.transform(X_test))

# %%
clf = LogisticRegression().fit(X_train, y_train)
print("AUC:", roc_auc_score(y_test, clf.predict_proba(X_test)[:, 1]))
