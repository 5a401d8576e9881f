# %%
import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.metrics import confusion_matrix, precision_recall_curve
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from statsmodels.stats.proportion import proportion_confint

# dermoscopy colour/asymmetry features, one lesion per patient
rng = np.random.default_rng(71)
n = 900
mel = rng.binomial(1, 0.25, n)
feat = rng.normal(size=(n, 7)) + np.outer(mel, [0.9, 0.7, 0.5, 0.2, 0, 0, 0])

X1, X_rest, y1, y_rest = train_test_split(feat, mel, train_size=450, stratify=mel, random_state=0)
X2, X3, y2, y3 = train_test_split(X_rest, y_rest, train_size=0.5, stratify=y_rest, random_state=0)

# %%
clf = CalibratedClassifierCV(GaussianNB(), method="sigmoid", cv=5).fit(X1, y1)
prec, rec, thr = precision_recall_curve(y2, clf.predict_proba(X2)[:, 1])
f1 = 2 * prec * rec / np.maximum(prec + rec, 1e-12)
cut = thr[np.argmax(f1[:-1])]
print(f"operating point {cut:.3f} (F1 {f1[:-1].max():.2f})")

# %%
tn, fp, fn, tp = confusion_matrix(y3, clf.predict_proba(X3)[:, 1] >= cut).ravel()
for name, k, m in [("sensitivity", tp, tp + fn), ("specificity", tn, tn + fp)]:
    lo, hi = proportion_confint(k, m, method="wilson")
    print(f"{name}: {k}/{m} = {k / m:.2f} (95% CI {lo:.2f}-{hi:.2f})")
