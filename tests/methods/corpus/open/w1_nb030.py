# %%
import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.stats import binom, norm

rng = np.random.default_rng(12)
levels = np.array([0.5, 1, 1.5, 2, 3, 4, 6])  # contrast, %
n_per = 60

def p_correct(x, mu, sigma, lapse=0.01):
    return 0.5 + (0.5 - lapse) * norm.cdf((np.log(x) - mu) / sigma)

obs = pd.DataFrame({"contrast": levels, "n": n_per})
obs["correct"] = rng.binomial(n_per, p_correct(levels, np.log(2.0), 0.5))

# %%
def fit(k):
    nll = lambda th: -binom.logpmf(k, n_per, p_correct(levels, th[0], np.exp(th[1]))).sum()
    return minimize(nll, [np.log(2.5), np.log(0.6)], method="Nelder-Mead").x

mu, log_s = fit(obs["correct"].to_numpy())
obs["fitted"] = p_correct(levels, mu, np.exp(log_s))
print(obs.assign(prop=obs["correct"] / obs["n"]).round(3).to_string(index=False))

# %%
boot = np.array([fit(rng.binomial(n_per, obs["fitted"]))[0] for _ in range(150)])
lo, hi = np.exp(np.quantile(boot, [0.025, 0.975]))
print(f"contrast threshold {np.exp(mu):.2f}% (parametric bootstrap 95% CI {lo:.2f}-{hi:.2f}), slope sigma {np.exp(log_s):.2f}")
