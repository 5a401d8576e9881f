import numpy as np, pandas as pd
from scipy import stats

rng = np.random.default_rng(8)
props = ("yield_MPa uts_MPa elong_pct hardness_HV toughness_J modulus_GPa density grain_um porosity_pct "
         "conductivity cte fatigue_lim creep_rate roughness wear_rate corrosion_mV damping resid_stress").split()
mu = rng.uniform(5, 500, len(props))
def batch(label, n=12):
    z = rng.standard_normal((n, len(props)))
    return pd.DataFrame(mu * (1 + .06 * z), columns=props).assign(treat=label)
coupons = pd.concat([batch("as_built"), batch("cryo")], ignore_index=True)

# %%
# does the deep cryogenic treatment do anything to LPBF 316L?
out = {}
for p in props:
    a, b = (coupons.loc[coupons.treat == k, p] for k in ("as_built", "cryo"))
    out[p] = dict(change=100 * (b.mean() / a.mean() - 1), p=stats.ttest_ind(a, b, equal_var=False).pvalue)
res = pd.DataFrame(out).T.sort_values("p")
print(res.round(3).head(4))

# %%
hits = res[res.p < .05]
for name, r in hits.iterrows():
    print(f"Cryogenic treatment significantly changes {name} ({r.change:+.1f} %, p = {r.p:.3f}).")
