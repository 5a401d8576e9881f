from numpy.lib.stride_tricks import sliding_window_view
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

FS = 128
rs = np.random.default_rng(5)
# 4 channels, 30 blocks of 8 s, n-back (1) or rest (0) in random order
blocks = rs.permutation([0, 1] * 15)
drift = np.cumsum(rs.normal(0, .15, (4, 30 * 8 * FS)), axis=1)
eeg = rs.normal(0, 4, drift.shape) + drift
label = np.repeat(blocks, 8 * FS)

# %%
# 2-s windows, 125 ms step
step, width = FS // 8, 2 * FS
w = sliding_window_view(eeg, width, axis=1)[:, ::step]      # ch, win, t
lab_w = sliding_window_view(label, width)[::step]
pure = lab_w.min(1) == lab_w.max(1)                          # skip block borders
w, y = w[:, pure], lab_w[pure, 0]

# %%
power = np.log(np.abs(np.fft.rfft(w, axis=-1))[..., 1:60] ** 2)
bands = [(0, 6), (6, 14), (14, 24), (24, 58)]
F = np.concatenate([power[..., a:b].mean(-1).T for a, b in bands] + [w.mean(-1).T], axis=1)
print(F.shape, y.mean())

# %%
F_tr, F_te, y_tr, y_te = train_test_split(F, y, test_size=0.2, stratify=y, random_state=8)
clf = KNeighborsClassifier(5).fit(F_tr, y_tr)
print("workload decoding accuracy (test windows):", round(clf.score(F_te, y_te), 3), "chance 0.5")
