# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from sklearn.metrics import brier_score_loss, roc_auc_score

rng = np.random.default_rng(84)
n = 2400
wards = pd.Series(rng.normal(0, 0.8, 60))
stays = pd.DataFrame({"ward": rng.integers(0, 60, n), "age": rng.normal(70, 11, n), "emergency": rng.integers(0, 2, n)})
eta = -1.6 + stays["ward"].map(wards) + 0.02 * (stays["age"] - 70) + 0.5 * stays["emergency"]
stays["readmit"] = rng.binomial(1, 1 / (1 + np.exp(-eta)))
train = stays.sample(frac=0.7, random_state=4)
test = stays.drop(train.index)

# %%
def ward_rates(d, prior_n=20):
    g = d.groupby("ward")["readmit"].agg(["sum", "count"])
    base = d["readmit"].mean()
    return (g["sum"] + prior_n * base) / (g["count"] + prior_n), base

rates, base = ward_rates(train)
add_rate = lambda d: d.assign(ward_rate=d["ward"].map(rates).fillna(base))

# %%
fit = smf.logit("readmit ~ ward_rate + age + emergency", train.pipe(add_rate)).fit(disp=0)
pred = fit.predict(test.pipe(add_rate))
print(f"{len(train)} stays for fitting, {len(test)} for evaluation")
print(f"AUC {roc_auc_score(test['readmit'], pred):.2f}, Brier {brier_score_loss(test['readmit'], pred):.3f} "
      f"(constant {brier_score_loss(test['readmit'], np.full(len(test), base)):.3f})")
