# %%
import itertools
import numpy as np
import pandas as pd
from scipy.stats import pearsonr

rng = np.random.default_rng(100)
scales = ["neuro", "extra", "open", "agree", "consc", "stai", "bdi", "pss", "swls", "rses", "loc", "nfc", "mach", "narc", "psychop"]
q = pd.DataFrame(rng.normal(50, 10, (70, len(scales))), columns=scales)
q.describe().T[["mean", "std"]]

# %%
found = []
for a, b in itertools.combinations(scales, 2):
    r, p = pearsonr(q[a], q[b])
    if p < .05:
        found.append((a, b, round(r, 2), round(p, 3)))

# %%
for f in found:
    print("{} is related to {} (r = {}, p = {})".format(*f))
