# %%
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(29)
n, p = 100, 400
response = rng.permutation(np.repeat([0, 1], n // 2))
meth = pd.DataFrame(rng.normal(size=(n, p)), columns=[f"cg{i:06d}" for i in range(p)])
meth.iloc[:, :8] += 0.7 * response[:, None]

# %%
steps = Pipeline([
    ("scale", StandardScaler()),
    ("select", SelectKBest(f_classif)),
    ("clf", LogisticRegression(C=0.1, max_iter=2000)),
])
search = GridSearchCV(
    steps, {"select__k": [5, 40]},
    cv=StratifiedKFold(3, shuffle=True, random_state=1), scoring="roc_auc",
)

# %%
outer = StratifiedKFold(5, shuffle=True, random_state=2)
auc = pd.Series(cross_val_score(search, meth, response, cv=outer, scoring="roc_auc"), name="AUC")
print(auc.round(2).to_string())
print(f"Methylation predicts response to therapy with AUC {auc.mean():.2f} (range {auc.min():.2f}-{auc.max():.2f} over folds)")
