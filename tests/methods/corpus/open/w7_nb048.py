# Home glucose readings, 14 patients on the new insulin and 14 on the old one (about 60 readings each)
from numpy.random import default_rng
import numpy as np

rng = default_rng(500)

def arm(n_patients):
    pid, val = [], []
    for k in range(n_patients):
        m = int(rng.integers(50, 70))
        own = rng.normal(8.6, 1.3)
        pid.extend([k] * m)
        val.extend(own + rng.normal(0, 1.6, m))
    return np.array(pid), np.array(val)

pid_new, new = arm(14)
pid_old, old = arm(14)
print(len(new), len(old))

# %%
B = 4000
boot = np.empty(B)
for b in range(B):
    boot[b] = (rng.choice(new, new.size).mean() - rng.choice(old, old.size).mean())
lo, hi = np.percentile(boot, [2.5, 97.5])

# %%
diff = new.mean() - old.mean()
print(f"Mean glucose, new - old: {diff:.2f} mmol/l (bootstrap 95% CI {lo:.2f} to {hi:.2f})")
print("The interval", "excludes" if lo * hi > 0 else "includes", "zero.")
