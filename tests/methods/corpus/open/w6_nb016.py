# %%
import numpy as np, pandas as pd
import statsmodels.api as sm

gen = np.random.default_rng(8)
N = 160   # grab samples on randomly drawn days, 2010-2022
Q = gen.lognormal(1.5, .8, N)
ssc = 12 * Q ** 1.35 * gen.lognormal(0, .4, N)
battery = gen.normal(12.45, .4, N)
ssc[battery < 12.0] *= gen.uniform(.1, 4, (battery < 12.0).sum())
samples = pd.DataFrame(dict(Q=Q, ssc=ssc, battery=battery))

# %%
# logger manual: pump intake volume not guaranteed under 12.0 V
samples["qc"] = np.where(samples.battery < 12.0, "B", "G")
print(samples.qc.value_counts().to_dict())
good = samples.loc[samples.qc.eq("G")]

# %%
Y, X = np.log(good.ssc), sm.add_constant(np.log(good.Q))
rating = sm.OLS(Y, X).fit()
a, b = rating.params
lo, hi = rating.conf_int().iloc[1]
print(f"SSC = {np.exp(a):.1f} Q^{b:.2f}   exponent 95% CI {lo:.2f}-{hi:.2f}   R2 {rating.rsquared:.2f}")

# %%
smear = np.exp(rating.resid).mean()
for q in (2, 5, 20):
    print(f"Q={q:>3} m3/s -> SSC {smear * np.exp(a) * q ** b:.0f} mg/L")
