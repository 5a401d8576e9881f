# %%
import numpy as np
import pandas as pd
from sklearn.metrics import roc_curve, confusion_matrix
from sklearn.model_selection import train_test_split

rng = np.random.default_rng(36)
n = 500
coh = pd.DataFrame({"d_dimer": rng.lognormal(6, .6, n)})
coh["pe"] = (rng.random(n) < 1 / (1 + np.exp(-(np.log(coh.d_dimer) - 6.8) * 3))).astype(int)
derivation, validation = train_test_split(coh, test_size=.4, stratify=coh.pe, random_state=0)

# %%
fpr, tpr, thr = roc_curve(derivation.pe, derivation.d_dimer)
cut = thr[np.argmax(tpr - fpr)]
tn, fp, fn, tp = confusion_matrix(validation.pe, validation.d_dimer >= cut).ravel()
print(f"cut-off {cut:.0f} ug/L, validation: sens {tp / (tp + fn):.2f} spec {tn / (tn + fp):.2f}")
