# %%
import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import f1_score, precision_score, recall_score, precision_recall_curve
rng = np.random.default_rng(222)

n = 2400
hits = rng.normal(size=(n, 8))
signal = rng.random(n) < .2
hits[signal, :3] += 0.9
idx = rng.permutation(n)
tr, va, te = np.split(idx, [1200, 1800])

# %%
gbm = GradientBoostingClassifier(n_estimators=80, max_depth=3, random_state=0)
gbm.fit(hits[tr], signal[tr])

# %%
prec, rec, thr = precision_recall_curve(signal[va], gbm.predict_proba(hits[va])[:, 1])
f1 = 2 * prec * rec / np.clip(prec + rec, 1e-9, None)
cut = thr[f1[:-1].argmax()]
print(f"working point {cut:.3f} (validation F1 {f1.max():.3f})")

# %%
pred = gbm.predict_proba(hits[te])[:, 1] > cut
for f in (precision_score, recall_score, f1_score):
    print(f"{f.__name__:16s}{f(signal[te], pred):.3f}")
