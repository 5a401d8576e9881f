# %%
# sprint start with two block settings, 5 trials each, randomised order
from scipy.stats import ttest_rel, shapiro
import numpy as np
import pandas as pd

rng = np.random.default_rng(210)
L = []
for a in range(18):
    base = rng.normal(1.92, .09)
    own = rng.normal(-.025, .02)
    for cond in ["medium", "wide"]:
        for tr in range(5):
            t10 = base + (own if cond == "wide" else 0) + rng.normal(0, .025)
            L.append({"ath": a, "cond": cond, "trial": tr, "t10": round(t10, 3)})
st = pd.DataFrame(L)
print(len(st), "starts")

# %%
w = st.groupby(["ath", "cond"])["t10"].mean().unstack()
w["d"] = w.apply(lambda r: r["wide"] - r["medium"], axis=1)
w.round(3).head()

# %%
print("Shapiro on differences:", round(shapiro(w["d"]).pvalue, 2))
t, p = ttest_rel(w["wide"], w["medium"])
print(f"wide - medium: {1000 * w.d.mean():.0f} ms (SD {1000 * w.d.std():.0f}), t({len(w) - 1}) = {t:.2f}, p = {p:.4f}")
