import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# drowsiness from EEG band power; 16 drivers, 80 epochs each
rng = np.random.default_rng(83)
drv = np.repeat(np.arange(16), 80)
state = rng.integers(0, 2, drv.size)
offset = rng.normal(0, 1.2, (16, 10))
bp = rng.normal(0, 1, (drv.size, 10)) + offset[drv]
bp[:, 2] += 1.1 * state      # alpha
bp[:, 1] += .6 * state       # theta

# %%
scores = []
for tr, te in GroupKFold(8).split(bp, state, groups=drv):
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(bp[tr], state[tr])
    acc = model.score(bp[te], state[te])
    print("drivers", np.unique(drv[te]), "acc = %.2f" % acc)
    scores.append(acc)

# %%
print("new drivers: mean accuracy %.2f (min %.2f)" % (np.mean(scores), np.min(scores)))
