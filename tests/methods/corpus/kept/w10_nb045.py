# %%
# Two planned interims and a final look, Pocock boundary (K = 3, two-sided alpha .05)
import numpy as np
from scipy.stats import norm

rng = np.random.default_rng(48)
C_POCOCK = 2.289
N_STAGE, K, SD = 60, 3, 10.0     # per arm and stage; SD known from the registry

# %%
act = np.array([]); ctl = np.array([])
for look in range(1, K + 1):
    act = np.r_[act, rng.normal(-3.0, SD, N_STAGE)]
    ctl = np.r_[ctl, rng.normal(0.0, SD, N_STAGE)]
    z = (act.mean() - ctl.mean()) / (SD * np.sqrt(2 / act.size))
    print(f"look {look}: n/arm {act.size}, Z = {z:.2f} (boundary ±{C_POCOCK})")
    if abs(z) > C_POCOCK:
        break

# %%
verdict = "efficacy boundary crossed" if abs(z) > C_POCOCK else "boundary not crossed"
print(f"Stopped at look {look}: {verdict}.")
print(f"Nominal level spent per look {2 * norm.sf(C_POCOCK):.4f}; overall two-sided .05. Effect estimate to follow with stage-wise ordering.")
