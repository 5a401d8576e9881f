# %%
import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

rng = np.random.default_rng(9)

def run_session(k):
    """One afternoon in the lab: k participants per condition."""
    return pd.DataFrame({
        "prime": np.repeat(["old", "neutral"], k),
        "walk_s": rng.normal(8.2, 1.1, 2 * k),
    })

# %%
def compare(d):
    by = d.groupby("prime")["walk_s"]
    return ttest_ind(by.get_group("old"), by.get_group("neutral"))

# %%
data = run_session(12)
while compare(data).pvalue > 0.05 and len(data) < 400:
    data = pd.concat([data, run_session(4)], ignore_index=True)

# %%
t, p = compare(data)
print(data.groupby("prime")["walk_s"].agg(["count", "mean", "std"]).round(2))
print(f"t({len(data) - 2}) = {t:.2f}, p = {p:.3f}")
print("Priming the elderly stereotype changes walking speed.")
