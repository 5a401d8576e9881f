"""Primary analysis, PHQ-9 at 12 weeks, app vs usual care (individually randomised), ANCOVA on baseline."""
import numpy as np
import pandas as pd
from statsmodels.formula.api import ols
from scipy.stats import shapiro

rng = np.random.default_rng(1009)
n = 212
d = pd.DataFrame({"app": rng.permutation([0, 1] * (n // 2)), "phq0": rng.normal(15, 3.2, n)})
d["phq12"] = 3 + .6 * d.phq0 - 1.8 * d.app + rng.normal(0, 3.4, n)
lost = rng.random(n) < .08            # moved away / phone number invalid
d.loc[lost, "phq12"] = np.nan

# %%
print(d.groupby("app").agg(n=("phq0", "size"), base=("phq0", "mean"), followed=("phq12", "count")).round(2))

# %%
fit = ols("phq12 ~ app + phq0", data=d).fit()
eff, ci = fit.params["app"], fit.conf_int().loc["app"].round(2).tolist()
print(f"adjusted difference {eff:.2f} points, 95% CI {ci}, p = {fit.pvalues['app']:.4f}")

# %%
resid_sd = d.loc[fit.resid.index].groupby("app").apply(lambda g: fit.resid[g.index].std())
print("residual sd by arm", resid_sd.round(2).to_dict(), "| Shapiro p =", round(shapiro(fit.resid).pvalue, 2))
