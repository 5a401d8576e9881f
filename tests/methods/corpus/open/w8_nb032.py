import numpy as np

rng = np.random.default_rng(123)
n = 480
qbo = np.convolve(rng.normal(size=n + 11), np.hanning(12), "valid")[:n]
qbo = (qbo - qbo.mean()) / qbo.std()
ozone = np.roll(qbo, 5) * .5 + rng.normal(0, 1, n)
ozone = (ozone - ozone.mean()) / ozone.std()
LAGS = np.arange(25)

def lagged(a, b):
    return np.array([np.mean(a * np.roll(b, -l)) for l in LAGS])

# %%
r = lagged(qbo, ozone)
peak = np.abs(r).argmax()

# %%
# strongest |r| over all lags, compared with the same quantity for circularly shifted series
null = np.array([np.abs(lagged(np.roll(qbo, s), ozone)).max() for s in range(60, n - 60)])
p = (1 + (null >= np.abs(r[peak])).sum()) / (1 + null.size)
print(f"peak correlation {r[peak]:.2f} at {LAGS[peak]} months")
print(f"95 % point of the maximum under shifts: {np.quantile(null, .95):.2f}; p = {p:.4f}")
