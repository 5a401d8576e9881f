# %%
import numpy as np
from scipy import signal as sg
import matplotlib.pyplot as plt
rng = np.random.default_rng(5)

# %%
# footbridge deck, accelerometer at quarter span, ambient excitation
fs, n = 100.0, 240000
u = rng.normal(size=n)
def mode(f0, zeta):
    wn = 2 * np.pi * f0
    b, a = sg.bilinear([1], [1, 2 * zeta * wn, wn ** 2], fs)
    y = sg.lfilter(b, a, u)
    return y / y.std()
acc = mode(2.13, 0.012) + 0.6 * mode(5.4, 0.009) + 0.3 * mode(9.8, 0.010) + rng.normal(0, 0.05, n)

# %%
f, S = sg.welch(acc, fs, window="hann", nperseg=8192, noverlap=4096)
L = 10 * np.log10(S)
pk, _ = sg.find_peaks(L, prominence=9, distance=60)
pk = pk[(f[pk] > 1) & (f[pk] < 15)]

# %%
def halfpower(i):
    lo, hi = i, i
    while S[lo] > S[i] / 2:
        lo -= 1
    while S[hi] > S[i] / 2:
        hi += 1
    a = np.interp(S[i] / 2, [S[lo], S[lo + 1]], [f[lo], f[lo + 1]])
    b = np.interp(S[i] / 2, [S[hi], S[hi - 1]], [f[hi], f[hi - 1]])
    return (b - a) / (2 * f[i])

fig, ax = plt.subplots()
ax.plot(f, L); ax.plot(f[pk], L[pk], "v"); plt.close(fig)
for i in pk:
    print(f"f = {f[i]:.2f} Hz, damping ratio about {100 * halfpower(i):.2f} %")
