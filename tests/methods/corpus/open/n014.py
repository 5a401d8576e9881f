# %%
import numpy as np

rng = np.random.default_rng(39)
n_sub, n_t = 20, 120
times = np.linspace(-.1, .5, n_t)
erp = rng.normal(0, 1, (n_sub, n_t)) + 1.2 * np.exp(-((times - .3) / .04) ** 2)

# %%
def tmap(x):
    return x.mean(0) / (x.std(0, ddof=1) / np.sqrt(len(x)))

obs = tmap(erp)
tmax = np.array([np.abs(tmap(erp * rng.choice([-1, 1], (n_sub, 1)))).max() for _ in range(500)])
crit = np.quantile(tmax, .95)
win = times[np.abs(obs) > crit]
print(f"critical |t| = {crit:.2f}; difference between {win.min()*1e3:.0f} and {win.max()*1e3:.0f} ms")
