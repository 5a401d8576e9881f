from scipy.stats import mannwhitneyu, bootstrap
import numpy as np

rng = np.random.default_rng(1776)
# PM2.5-bound lead, ng/m3, one filter per household
near = rng.lognormal(2.6, .9, 32)
far = rng.lognormal(1.7, .9, 35)
for k, v in {"near smelter": near, "far": far}.items():
    print(f"{k:13s} median {np.median(v):5.1f}   IQR {np.percentile(v, 25):.1f}-{np.percentile(v, 75):.1f}")

# %%
u, p = mannwhitneyu(near, far, alternative="two-sided")
prob = u / (near.size * far.size)
print(f"Mann-Whitney U = {u:.0f}, p = {p:.1e}, P(near > far) = {prob:.2f}")

# %%
ratio = lambda a, b, axis=-1: np.exp(np.mean(np.log(a), axis=axis) - np.mean(np.log(b), axis=axis))
ci = bootstrap((near, far), ratio, vectorized=True, n_resamples=3000, random_state=1).confidence_interval
print(f"ratio of geometric means {ratio(near, far):.2f} (95 % BCa interval {ci.low:.2f}-{ci.high:.2f})")
