# ERP difference wave (deviant - standard), Fz, 24 subjects, 300 samples from -100 to 500 ms
import numpy as np
import matplotlib.pyplot as plt

rng = np.random.default_rng(3003)
n_sub, t = 24, np.linspace(-100, 498, 300)
kern = np.exp(-0.5 * (np.arange(-15, 16) / 5) ** 2)
noise = np.array([np.convolve(rng.normal(size=330), kern, "valid") for _ in range(n_sub)])
wave = 1.2 * noise / noise.std() - 1.6 * np.exp(-0.5 * ((t - 170) / 35) ** 2)

# %%
def tstat(x):
    return x.mean(0) / (x.std(0, ddof=1) / np.sqrt(len(x)))

obs = tstat(wave)
null_max = np.empty(2000)
for i in range(null_max.size):
    sign = rng.choice([-1, 1], (n_sub, 1))
    null_max[i] = np.abs(tstat(sign * wave)).max()
crit = np.quantile(null_max, .95)

# %%
sig = np.abs(obs) > crit
fig, ax = plt.subplots()
ax.plot(t, wave.mean(0)); ax.fill_between(t, -3, 1, where=sig, alpha=.2)
plt.close(fig)
print(f"critical |t| for the whole epoch: {crit:.2f}")
print("MMN present from %.0f to %.0f ms" % (t[sig].min(), t[sig].max()) if sig.any() else "no sample exceeds it")
