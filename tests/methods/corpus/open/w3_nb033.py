# %%
import numpy as np
from scipy.stats import linregress
rng = np.random.default_rng(1)

# %%
# isotope shift against applied field, 45 sweeps of the laser
B = np.linspace(0, 3, 45)
df = rng.normal(0, 1.2, 45)

# %%
keep = np.ones(B.size, bool)
for it in range(3):
    f = linregress(B[keep], df[keep])
    res = df - (f.intercept + f.slope * B)
    keep = np.abs(res) < 1.3 * res[keep].std()
    print(f"pass {it}: {keep.sum()} sweeps, slope {f.slope:+.3f}")

# %%
f = linregress(B[keep], df[keep])
print(f"slope = {f.slope:+.3f} +/- {f.stderr:.3f} MHz/T, p = {f.pvalue:.4f}")
print("Field dependence established." if f.pvalue < 0.05 else "No field dependence.")
