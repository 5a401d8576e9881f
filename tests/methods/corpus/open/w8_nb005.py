# arsenic in groundwater near the tailings pond, 9 wells, one sample each
from scipy import stats
import numpy as np

rng = np.random.default_rng(17)
as_ugl = np.round(rng.lognormal(mean=1.0, sigma=1.7, size=9), 1)
print(sorted(as_ugl.tolist()))

# %%
m = as_ugl.mean()
sem = stats.sem(as_ugl)
ci = stats.t.interval(0.95, df=len(as_ugl) - 1, loc=m, scale=sem)

# %%
LIMIT = 10.0
print(f"mean As {m:.1f} ug/L, 95% CI ({ci[0]:.1f}, {ci[1]:.1f})")
verdict = "below" if ci[1] < LIMIT else "not demonstrably below"
print(f"With 95% confidence the field mean is {verdict} the {LIMIT:.0f} ug/L action level.")
