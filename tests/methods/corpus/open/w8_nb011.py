from itertools import count
import numpy as np
from scipy import stats

rng = np.random.default_rng(32)
friction_ref = lambda k: rng.normal(.118, .015, k)     # uncoated pins, tribometer
friction_dlc = lambda k: rng.normal(.118, .015, k)     # coated pins

# %%
# two pins of each sort per day on the rig; look at the numbers every evening
ref, dlc = list(friction_ref(4)), list(friction_dlc(4))
for day in count(1):
    p = stats.ttest_ind(ref, dlc).pvalue
    if p < .05 or day == 200:
        break
    ref.extend(friction_ref(2))
    dlc.extend(friction_dlc(2))

# %%
d = np.mean(dlc) - np.mean(ref)
print(f"{len(ref)} + {len(dlc)} pins tested over {day} days")
print(f"mean friction coefficient {np.mean(ref):.4f} (bare) {np.mean(dlc):.4f} (DLC), diff {d:+.4f}, p = {p:.3f}")
print("The coating changes friction significantly; rig was freed for the next project.")
