# %%
import numpy as np
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import StratifiedKFold, permutation_test_score
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

# single-participant MEG, 800 sensor-time features, two semantic categories
g = np.random.default_rng(314)
label = g.permutation(np.repeat(["animal", "tool"], 60))
meg = g.normal(size=(120, 800))
meg[:, ::50] += 0.55 * (label == "animal")[:, None]

# %%
decoder = Pipeline([
    ("scale", StandardScaler()),
    ("pick", SelectKBest(f_classif, k=100)),
    ("clf", GaussianNB()),
])
cv = StratifiedKFold(4, shuffle=True, random_state=2)

# %%
score, null, p = permutation_test_score(decoder, meg, label, cv=cv, n_permutations=99,
                                        scoring="accuracy", random_state=0)
print(f"null accuracies: {null.mean():.3f} +/- {null.std():.3f}")
print(f"animal vs tool: accuracy {score:.3f}, permutation p = {p:.3f}")
