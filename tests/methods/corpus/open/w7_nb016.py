# Flanker task, congruent/incongruent, 32 participants, 2 x 60 trials
import warnings
import numpy as np, pandas as pd
import statsmodels.formula.api as smf
warnings.simplefilter("ignore")

rng = np.random.default_rng(230)
S, K = 32, 60
s = np.repeat(np.arange(S), 2 * K)
inc = np.tile(np.r_[np.zeros(K), np.ones(K)], S)
u0, u1 = rng.normal(0, .12, S), rng.normal(0, .03, S)
log_rt = 6.1 + u0[s] + (.07 + u1[s]) * inc + rng.normal(0, .2, s.size)
d = pd.DataFrame({"sub": s, "inc": inc, "log_rt": log_rt})

# %%
d.assign(rt=np.exp(d.log_rt)).groupby("inc").rt.median()

# %%
mm = smf.mixedlm("log_rt ~ inc", d, groups=d["sub"], re_formula="~inc").fit()
print(mm.summary())

# %%
b = mm.params["inc"]
lo, hi = mm.conf_int().loc["inc"]
print(f"Flanker effect: RT x {np.exp(b):.3f} (95% CI {np.exp(lo):.3f}-{np.exp(hi):.3f})")
