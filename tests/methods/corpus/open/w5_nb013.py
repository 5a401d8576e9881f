# %%
import numpy as np
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error

rng = np.random.default_rng(48)
n, k = 600, 68
thick = rng.normal(2.5, 0.18, (n, k))           # cortical thickness, one scan per person
w = rng.normal(0, 1.5, k)
age = 50 + (thick - 2.5) @ w + rng.normal(0, 6, n)

# %%
idx = rng.permutation(n)
tr, va, te = idx[:360], idx[360:480], idx[480:]
m, s = thick[tr].mean(axis=0), thick[tr].std(axis=0)
Z = (thick - m) / s

# %%
alphas = np.logspace(-1, 4, 16)
mae_val = [mean_absolute_error(age[va], Ridge(alpha=a).fit(Z[tr], age[tr]).predict(Z[va])) for a in alphas]
a_best = alphas[int(np.argmin(mae_val))]
print(f"alpha = {a_best:.3g} (validation MAE {min(mae_val):.2f} y)")

# %%
final = Ridge(alpha=a_best).fit(Z[tr], age[tr])
err = np.abs(age[te] - final.predict(Z[te]))
boot = [rng.choice(err, err.size).mean() for _ in range(2000)]
print("Brain age MAE on the test subjects: %.2f y (95%% CI %.2f-%.2f)" % (err.mean(), *np.percentile(boot, [2.5, 97.5])))
