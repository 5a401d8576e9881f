# %%
import numpy as np
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.impute import SimpleImputer
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score

rs = np.random.RandomState(10)
# urine proteome, 90 volunteers (one sample each), AKI yes/no; ~8 % of intensities not quantified
status = rs.permutation(np.repeat([0, 1], 45))
M = rs.normal(22, 1.5, size=(90, 600))
M[:, :5] += 1.1 * status[:, None]
M[rs.rand(*M.shape) < .08] = np.nan
print("quantified: %.1f%%" % (100 * np.isfinite(M).mean()))

# %%
steps = (SimpleImputer(strategy="median"), StandardScaler(),
         SelectKBest(f_classif, k=15), LogisticRegression(C=.3))
model = make_pipeline(*steps)
auc = cross_val_score(model, M, status, scoring="roc_auc",
                      cv=RepeatedStratifiedKFold(n_splits=5, n_repeats=3, random_state=0))

# %%
print("fold AUCs", auc.round(2))
print(f"mean AUC {auc.mean():.3f} (SD over folds {auc.std():.3f}), 15 proteins per model")
