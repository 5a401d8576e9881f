# %%
import pandas as pd, numpy as np
from scipy import stats

# Vickers HV10: 12 as-quenched and 12 tempered coupons, 8 indents each
rng = np.random.default_rng(230)
recs = []
for c in range(24):
    cond = "quenched" if c < 12 else "tempered"
    mu = (612 if cond == "quenched" else 588) + rng.normal(0, 14)
    for i in range(8):
        recs.append(dict(coupon=c, cond=cond, indent=i, hv=mu + rng.normal(0, 9)))
hv = pd.DataFrame.from_records(recs)

# %%
coupon = hv.groupby(["cond", "coupon"], as_index=False)["hv"].mean()
print(coupon.groupby("cond").hv.agg(["count", "mean", "std"]).round(1))

# %%
a = coupon.query("cond == 'quenched'").hv
b = coupon.query("cond == 'tempered'").hv
out = stats.ttest_ind(a, b, equal_var=False)
ci = out.confidence_interval()
print(f"difference {a.mean() - b.mean():.1f} HV (95% CI {ci.low:.1f} to {ci.high:.1f}), t = {out.statistic:.2f}, p = {out.pvalue:.4f}")

# %%
within = hv.groupby("coupon").hv.std().mean()
print(f"indent-to-indent scatter inside a coupon: {within:.1f} HV; between coupons {coupon.groupby('cond').hv.std().mean():.1f} HV")
