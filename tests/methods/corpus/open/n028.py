# %%
import numpy as np

rng = np.random.default_rng(5)
L = 1.002                      # m
T = 2 * np.pi * np.sqrt(L / 9.81) + rng.normal(0.01, 0.02, 25)
g = 4 * np.pi ** 2 * L / T ** 2
print(np.round(g, 2))

# %%
g_ref = 9.81
good = np.abs(g - g_ref) < 0.15
g_sel = g[good]
print("bad runs:", (~good).sum())

# %%
mean, err = g_sel.mean(), g_sel.std(ddof=1) / np.sqrt(len(g_sel))
print(f"g = {mean:.3f} +/- {err:.3f} m/s^2, pull to reference {(mean - g_ref) / err:+.1f} sigma")
