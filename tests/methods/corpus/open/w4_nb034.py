# %%
import numpy as np
import statsmodels.api as sm
rng = np.random.default_rng(5)

def test_more_kids(k):
    """k pupils per group from the next schools on the list; vocabulary score after app / after book"""
    app = rng.normal(50.6, 10, k)
    book = rng.normal(50.0, 10, k)
    return app, book

a, b = test_more_kids(12)
y = np.concatenate([a, b])
x = np.concatenate([np.ones(len(a)), np.zeros(len(b))])
fit = sm.OLS(y, sm.add_constant(x)).fit()
print(len(y), fit.pvalues[1].round(3))

# %%
# go on testing, we have funding for up to 400
while fit.pvalues[1] > 0.05 and len(y) < 400:
    a2, b2 = test_more_kids(4)
    a = np.append(a, a2)
    b = np.append(b, b2)
    y = np.concatenate([a, b])
    x = np.concatenate([np.ones(len(a)), np.zeros(len(b))])
    fit = sm.OLS(y, sm.add_constant(x)).fit()

# %%
lo, hi = fit.conf_int()[1]
print(fit.summary().tables[1])
print(f"N = {len(y)}: app minus book = {fit.params[1]:.2f} points (95% CI {lo:.2f} to {hi:.2f}), p = {fit.pvalues[1]:.3f}")
