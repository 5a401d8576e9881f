# %%
import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score

rng = np.random.default_rng(2)
wine = pd.DataFrame(rng.normal(size=(180, 6)), columns=["alcohol", "malic", "ash", "magnesium", "phenols", "hue"])
wine["premium"] = (wine.alcohol + .5 * wine.phenols + rng.normal(size=180) > 0).astype(int)

# %%
X, y = wine.drop(columns="premium"), wine["premium"]
pipe = Pipeline([("scale", StandardScaler()), ("lr", LogisticRegression())])
scores = cross_val_score(pipe, X, y, cv=5, scoring="roc_auc")
print(f"AUC {scores.mean():.3f} ({scores.std():.3f})")
