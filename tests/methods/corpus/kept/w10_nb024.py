# %%
import numpy as np
rng = np.random.default_rng(404)

# coral cover (%) along video transects: 3 protected reefs, 3 fished reefs, 40 frames each
reef_mean = {"Alar": 31, "Bintu": 47, "Cayo": 42, "Dorn": 29, "Elba": 37, "Fuga": 26}
protected = ["Alar", "Bintu", "Cayo"]
frames = {k: np.clip(rng.normal(v, 8, 40), 0, 100) for k, v in reef_mean.items()}
for k, v in frames.items():
    print(f"{k:6s} {v.mean():5.1f} %  {'MPA' if k in protected else 'open'}")

# %%
mpa = np.hstack([frames[k] for k in protected])
fished = np.hstack([v for k, v in frames.items() if k not in protected])

# %%
B = 5000
boot = np.empty(B)
for b in range(B):
    boot[b] = (rng.choice(mpa, mpa.size).mean()
               - rng.choice(fished, fished.size).mean())
lo, hi = np.percentile(boot, [2.5, 97.5])

# %%
print(f"difference {mpa.mean() - fished.mean():.1f} points, bootstrap 95% CI {lo:.1f} to {hi:.1f}")
print("Protection raises coral cover." if lo > 0 else "No clear effect of protection.")
