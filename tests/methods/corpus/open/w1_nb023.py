# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

rng = np.random.default_rng(9)
who = pd.DataFrame({"subject": np.arange(90), "adhd": rng.binomial(1, 0.5, 90)})
who["trait_var"] = 0.9 * who["adhd"] + rng.normal(0, 1, 90)
who["trait_theta"] = 0.5 * who["adhd"] + rng.normal(0, 1, 90)
runs = (
    who.merge(pd.DataFrame({"run": range(8)}), how="cross")
    .assign(rt_var=lambda d: d["trait_var"] + rng.normal(0, 0.4, len(d)),
            theta=lambda d: d["trait_theta"] + rng.normal(0, 0.4, len(d)))
)

# %%
X, y, who_id = runs[["rt_var", "theta"]], runs["adhd"], runs["subject"]
out = []
for fold, (tr, te) in enumerate(GroupKFold(n_splits=5).split(X, y, groups=who_id)):
    rf = RandomForestClassifier(120, min_samples_leaf=10, random_state=fold).fit(X.iloc[tr], y.iloc[tr])
    pred = runs.iloc[te].assign(p=rf.predict_proba(X.iloc[te])[:, 1])
    person = pred.groupby("subject").agg(adhd=("adhd", "first"), p=("p", "mean"))
    out.append({"fold": fold, "subjects": len(person), "auc": roc_auc_score(person["adhd"], person["p"])})

out = pd.DataFrame(out).set_index("fold")
print(out.round(2))
print(f"AUC for a new subject: {out['auc'].mean():.2f} +/- {out['auc'].std():.2f} across folds")
