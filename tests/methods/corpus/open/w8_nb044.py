from scipy.signal import butter, sosfiltfilt
import numpy as np

rng = np.random.default_rng(1906)
fs = 100.0
t = np.arange(0, 60, 1 / fs)
trace = rng.normal(0, 1, t.size)
env = np.where(t > 22.4, np.exp(-(t - 22.4) / 4), 0)
trace += 9 * env * np.sin(2 * np.pi * 6 * t)

# %%
sos = butter(4, [2, 12], btype="band", fs=fs, output="sos")
filt = sosfiltfilt(sos, trace)

# %%
def sta_lta(x, ns, nl):
    c = np.concatenate([[0], np.cumsum(x**2)])
    sta = (c[nl:] - c[nl - ns:-ns]) / ns
    lta = (c[nl:] - c[:-nl]) / nl
    out = np.zeros(x.size)
    out[nl - 1:] = sta / lta
    return out

ratio = sta_lta(filt, int(.5 * fs), int(8 * fs))

# %%
trig = np.flatnonzero(ratio > 4)
print(f"trigger at {t[trig[0]]:.2f} s, max STA/LTA {ratio.max():.1f}")
print("peak amplitude (filtered): %.1f counts" % np.abs(filt).max())
