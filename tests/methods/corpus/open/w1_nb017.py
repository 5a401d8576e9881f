# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import statsmodels.formula.api as smf
from statsmodels.duration.survfunc import SurvfuncRight

rng = np.random.default_rng(140)
n = 240
arm = rng.permutation(np.repeat([0, 1], n // 2))
e = rng.exponential(1, n)
# time to death in months
t_surg = np.where(e < 0.2, e / 0.10, 2 + (e - 0.2) / 0.007)
t_med = e / 0.030
df = pd.DataFrame({"surgery": arm, "t": np.where(arm == 1, t_surg, t_med)})
df = df.assign(months=df["t"].clip(upper=48), dead=(df["t"] <= 48).astype(int))

# %%
km = {k: SurvfuncRight(g["months"], g["dead"]) for k, g in df.groupby("surgery")}
curve = lambda sf, m: np.r_[1.0, sf.surv_prob][np.searchsorted(sf.surv_times, m, side="right")]
print(pd.DataFrame({k: [curve(sf, m) for m in (3, 12, 24, 36, 47)] for k, sf in km.items()},
                   index=pd.Index([3, 12, 24, 36, 47], name="month")).round(2))

# %%
fig, ax = plt.subplots()
for k, name in {0: "medical", 1: "surgery"}.items():
    ax.step(np.r_[0, km[k].surv_times], np.r_[1, km[k].surv_prob], where="post", label=name)
ax.set(xlabel="months since randomisation", ylabel="alive", ylim=(0, 1))
ax.legend()

# %%
cox = smf.phreg("months ~ surgery", data=df, status=df["dead"]).fit()
hr, (lo, hi), p = np.exp(cox.params[0]), np.exp(cox.conf_int()[0]), cox.pvalues[0]
print(f"Cox model: HR {hr:.2f} (95% CI {lo:.2f}-{hi:.2f}), p = {p:.3f}")
print(f"At any time after randomisation the risk of dying under surgery is {hr:.2f} times that under medical care.")
