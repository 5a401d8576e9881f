# %%
import numpy as np
import pandas as pd
from statsmodels.duration.hazard_regression import PHReg

rng = np.random.default_rng(52)
n = 220
# surgery (1) vs. watchful waiting (0)
surg = rng.permutation(np.r_[np.ones(n), np.zeros(n)]).astype(int)
early = rng.random(2 * n) < 0.38
t_surg = np.where(early, rng.exponential(2.5, 2 * n), 12 + rng.exponential(110, 2 * n))
t_wait = 30 * rng.weibull(2.2, 2 * n)
t = np.where(surg == 1, t_surg, t_wait)
df = pd.DataFrame({"surg": surg, "age": rng.normal(68, 7, 2 * n), "t": np.minimum(t, 60), "d": (t < 60).astype(int)})

# %%
for h in (6, 12, 24, 48):
    s = df.assign(alive=df.t > h).groupby("surg").alive.mean()
    print(f"alive at {h:2d} mo   waiting {s[0]:.2f}   surgery {s[1]:.2f}")

# %%
cox = PHReg.from_formula("t ~ surg + age", df, status=df["d"].values).fit()
hr = np.exp(cox.params[0])
lo, hi = np.exp(cox.conf_int()[0])
print(f"HR (surgery) {hr:.2f} [{lo:.2f}-{hi:.2f}], p = {cox.pvalues[0]:.3g}")
print("The hazard of death under surgery relative to waiting is %.2f throughout follow-up; counsel patients accordingly." % hr)
