# %%
# Home-based vs centre-based TB care: time to loss to follow-up (days, censored at 360)
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(7007)
n = 260
home = np.r_[np.zeros(n // 2, int), np.ones(n // 2, int)]
t_event = np.where(home == 1, 330 * rng.weibull(.55, n), 290 * rng.weibull(2.4, n))
days = np.minimum(t_event, 360).round(1) + .1
tb = pd.DataFrame({"days": days, "lost": (t_event < 360).astype(int), "home": home})
tb.groupby("home").lost.agg(["mean", "sum", "size"])

# %%
def km(sub, grid=(30, 90, 180, 270, 350)):
    s, out, at = 1.0, [], dict()
    for t in np.sort(sub.days[sub.lost == 1].unique()):
        s *= 1 - ((sub.days == t) & (sub.lost == 1)).sum() / (sub.days >= t).sum()
        at[t] = s
    return [round(min([v for k, v in at.items() if k <= g], default=1.0), 2) for g in grid]

print({g: km(s) for g, s in tb.groupby("home")})

# %%
cox = smf.phreg("days ~ home", tb, status=tb["lost"].values).fit()
hr, p = np.exp(cox.params[0]), cox.pvalues[0]
lo, hi = np.exp(cox.conf_int()[0])
print(f"HR {hr:.2f} (95% CI {lo:.2f}-{hi:.2f}), p = {p:.3f}")
print("At any moment of follow-up a patient in home-based care has this relative hazard of being lost.")
