# %%
import numpy as np
import pandas as pd
from sklearn.utils import resample
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import f1_score, recall_score

rng = np.random.RandomState(0)
df = pd.DataFrame({
    "amount": rng.gamma(2, 40, 800),
    "hour": rng.randint(0, 24, 800),
    "n_prev": rng.poisson(3, 800),
    "merchant_risk": rng.beta(2, 5, 800),
})
df["fraud"] = (rng.rand(800) < 0.06).astype(int)

# %%
maj = df[df.fraud == 0]
mino = df[df.fraud == 1]
mino_up = resample(mino, replace=True, n_samples=len(maj), random_state=1)
bal = pd.concat([maj, mino_up])
bal.fraud.value_counts()

# %%
Xtr, Xte, ytr, yte = train_test_split(bal.drop(columns="fraud"), bal["fraud"], test_size=.25, random_state=2)
rf = RandomForestClassifier(n_estimators=60, random_state=0).fit(Xtr, ytr)
pred = rf.predict(Xte)
print("F1", f1_score(yte, pred), "recall", recall_score(yte, pred))
