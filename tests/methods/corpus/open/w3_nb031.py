# %%
import numpy as np
from scipy.signal import butter, filtfilt
from scipy.linalg import lstsq
rng = np.random.default_rng(20)

# daily pressure anomaly at the dam, hPa
n = 1500
x = np.zeros(n)
for i in range(1, n):
    x[i] = 0.35 * x[i - 1] + rng.normal(0, 6)

b, a = butter(3, 0.45)
xs = filtfilt(b, a, x)
k = 6
H = np.column_stack([xs[k - j - 1: n - j - 1] for j in range(k)] + [np.ones(n - k)])
y = x[k:]

# %%
cut = 1100
w = lstsq(H[:cut], y[:cut])[0]
f = H[cut:] @ w
sk = 1 - np.mean((f - y[cut:]) ** 2) / np.mean((y[cut:] - y[:cut].mean()) ** 2)
per = 1 - np.mean((x[k - 1:-1][cut:] - y[cut:]) ** 2) / np.mean(y[cut:] ** 2)
print(f"One-day-ahead forecast, last {y[cut:].size} days: skill {sk:.2f} (persistence {per:.2f})")
