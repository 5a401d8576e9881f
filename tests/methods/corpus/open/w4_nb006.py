# %%
import numpy as np
import pandas as pd

rng = np.random.default_rng(11)
trials = []
for c in range(1, 11):
    CP = rng.normal(285, 25)
    Wp = rng.normal(19000, 2500)
    for P in [1.1, 1.2, 1.35, 1.5]:
        p = P * CP
        t = Wp / (p - CP) * np.exp(rng.normal(0, .03))
        trials.append([c, p, t])
tt = pd.DataFrame(trials, columns=["cyclist", "power", "tlim"])
tt["work"] = tt["power"] * tt["tlim"]

# %%
def fit_cp(g):
    sl, ic = np.polyfit(g["tlim"], g["work"], 1)
    est = ic + sl * g["tlim"]
    return pd.Series({"CP": sl, "W": ic / 1000, "rms_kJ": np.sqrt(np.mean((g["work"] - est) ** 2)) / 1000})

cp = pd.DataFrame({c: fit_cp(g) for c, g in tt.groupby("cyclist")}).T

# %%
cp["t_at_330W_min"] = cp.apply(lambda r: 1000 * r["W"] / (330 - r["CP"]) / 60 if r["CP"] < 330 else np.nan, axis=1)
print(cp.round(1))
print(f"CP {cp.CP.mean():.0f} +- {cp.CP.std():.0f} W, W' {cp.W.mean():.1f} +- {cp.W.std():.1f} kJ (mean +- SD, n = {len(cp)})")
