# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

rng = np.random.default_rng(12)
n, n_dealer = 4000, 80
quality = rng.normal(0, .7, n_dealer)
loans = pd.DataFrame({"dealer": rng.integers(0, n_dealer, n), "ltv": rng.normal(.85, .15, n)})
loans["arrears"] = rng.binomial(1, 1 / (1 + np.exp(-(-2 + quality[loans.dealer] + 2.5 * (loans.ltv - .85)))))

# %%
def dealer_rate(fit_on, apply_to, m=30):
    prior = fit_on["arrears"].mean()
    g = fit_on.groupby("dealer")["arrears"].agg(["sum", "count"])
    return apply_to["dealer"].map((g["sum"] + m * prior) / (g["count"] + m)).fillna(prior)

def design(fit_on, apply_to):
    return np.c_[apply_to["ltv"], dealer_rate(fit_on, apply_to)]

# %%
auc = {"ltv only": [], "ltv + dealer": []}
for i, j in StratifiedKFold(5, shuffle=True, random_state=2).split(loans, loans.arrears):
    tr, ho = loans.iloc[i], loans.iloc[j]
    # two halves for the training rows, as in the pricing model
    h = rng.random(len(tr)) < .5
    A = np.vstack([design(tr[h], tr[~h]), design(tr[~h], tr[h])])
    yy = np.r_[tr.arrears[~h], tr.arrears[h]]
    full = LogisticRegression(C=100, max_iter=1000).fit(A, yy)
    slim = LogisticRegression().fit(tr[["ltv"]], tr.arrears)
    auc["ltv + dealer"].append(roc_auc_score(ho.arrears, full.predict_proba(design(tr, ho))[:, 1]))
    auc["ltv only"].append(roc_auc_score(ho.arrears, slim.predict_proba(ho[["ltv"]])[:, 1]))
print(pd.DataFrame(auc).agg(["mean", "std"]).round(3))
