# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold

rng = np.random.default_rng(404)
plots = 48
env = pd.DataFrame(rng.normal(size=(plots, 150)), columns=[f"bioclim_{k:03d}" for k in range(150)])
richness = pd.Series(rng.poisson(14, plots), name="richness")

# %%
def top_predictors(X, y, k=8):
    r = X.corrwith(y).abs()
    return r.sort_values(ascending=False).index[:k]

keep = top_predictors(env, richness)
X = env[keep]

# %%
pred = np.zeros(plots)
for tr, te in KFold(6, shuffle=True, random_state=4).split(X):
    lm = LinearRegression().fit(X.iloc[tr], richness.iloc[tr])
    pred[te] = lm.predict(X.iloc[te])
ss_res = ((richness - pred) ** 2).sum()
ss_tot = ((richness - richness.mean()) ** 2).sum()
print("predictive R2 =", 1 - ss_res / ss_tot)
