import numpy as np
import pandas as pd
import statsmodels.api as sm
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_curve, roc_auc_score

# D-dimer + Wells items for PE, emergency dept 2019-2021
rng = np.random.default_rng(90)
n = 320
ed = pd.DataFrame({"log_ddimer": rng.normal(6.4, 0.9, n), "hr_gt100": rng.binomial(1, .35, n),
                   "prior_vte": rng.binomial(1, .12, n), "age": rng.normal(58, 16, n)})
lp = -1.6 + 0.8 * (ed.log_ddimer - 6.4) + 0.6 * ed.hr_gt100 + 0.9 * ed.prior_vte
ed["pe"] = rng.binomial(1, 1 / (1 + np.exp(-lp)))

# %%
dev, val = train_test_split(ed, test_size=0.3, stratify=ed.pe, random_state=11)
xs = ["log_ddimer", "hr_gt100", "prior_vte", "age"]
fit = sm.Logit(dev.pe, sm.add_constant(dev[xs])).fit(disp=0)
print(fit.params.round(3))

# %%
risk = fit.predict(sm.add_constant(val[xs]))
fpr, tpr, cut = roc_curve(val.pe, risk)
i = np.argmax(tpr - fpr)
print(f"AUC {roc_auc_score(val.pe, risk):.2f}")
print(f"At risk >= {cut[i]:.3f}: sensitivity {tpr[i]:.2f}, specificity {1 - fpr[i]:.2f} in the validation sample")

# %%
imaging_saved = (risk < cut[i]).mean()
print(f"CT could be avoided in {imaging_saved:.0%} of patients at this sensitivity.")
