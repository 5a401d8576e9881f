import numpy as np, pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report, recall_score
from sklearn.model_selection import train_test_split

rng = np.random.default_rng(20)
N = 900
icu = pd.DataFrame({
    "lactate": rng.lognormal(0.5, 0.5, N), "map": rng.normal(74, 11, N),
    "hr": rng.normal(94, 17, N), "wbc": rng.lognormal(2.3, 0.4, N),
    "temp": rng.normal(37.3, 0.8, N), "age": rng.integers(18, 92, N)})
logit = -4.0 + 0.5 * icu.lactate - 0.02 * (icu["map"] - 74)
icu["septic"] = rng.binomial(1, 1 / (1 + np.exp(-logit)))
icu.septic.value_counts()

# %%
# only ~1 in 20 become septic, the forest just says "no" to everybody.
# bring both classes to the same size
yes, no = icu[icu.septic == 1], icu[icu.septic == 0]
balanced = pd.concat([no, yes.sample(len(no), replace=True, random_state=3)]).sample(frac=1, random_state=3)

# %%
Xtr, Xte, ytr, yte = train_test_split(balanced.drop(columns="septic"), balanced.septic, test_size=.25, random_state=3)
rf = RandomForestClassifier(150, random_state=3).fit(Xtr, ytr)
pred = rf.predict(Xte)
print(classification_report(yte, pred))

# %%
print(f"Sensitivity for sepsis on the test patients: {recall_score(yte, pred):.1%}")
