# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from sklearn.metrics import roc_curve
from statsmodels.stats.proportion import proportion_confint

rng = np.random.default_rng(500)
n = 1500
icu = pd.DataFrame({"lactate": rng.gamma(3, 0.8, n), "map": rng.normal(75, 12, n), "age": rng.normal(64, 14, n)})
eta = -1.5 + 0.5 * (icu["lactate"] - 2.4) - 0.04 * (icu["map"] - 75) + 0.02 * (icu["age"] - 64)
icu["died"] = rng.binomial(1, 1 / (1 + np.exp(-eta)))
icu["part"] = rng.choice(["fit", "tune", "test"], n, p=[0.5, 0.2, 0.3])

# %%
part = dict(tuple(icu.groupby("part")))
model = smf.logit("died ~ lactate + map + age", part["fit"]).fit(disp=False)

# %%
fpr, tpr, cuts = roc_curve(part["tune"]["died"], model.predict(part["tune"]))
cut = cuts[(tpr - fpr).argmax()]
print(f"alarm threshold: {cut:.3f}")

# %%
test = part["test"].assign(alarm=lambda d: model.predict(d) >= cut)
for name, rows, hit in [("sensitivity", test.query("died == 1"), True), ("specificity", test.query("died == 0"), False)]:
    k = int((rows["alarm"] == hit).sum())
    lo, hi = proportion_confint(k, len(rows), method="wilson")
    print(f"{name}: {k}/{len(rows)} = {k / len(rows):.2f} ({lo:.2f}-{hi:.2f})")
