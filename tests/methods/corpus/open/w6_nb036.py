# %%
# rank-frequency and vocabulary growth of a (synthetic) text
from collections import Counter
import numpy as np
import matplotlib.pyplot as plt

rng = np.random.default_rng(1949)
V = 20000
pz = 1 / (np.arange(1, V + 1) + 2.7) ** 1.05
tokens = rng.choice(V, size=60000, p=pz / pz.sum())

# %%
freq = np.array(sorted(Counter(tokens.tolist()).values(), reverse=True))
rank = np.arange(1, freq.size + 1)
print("tokens", tokens.size, "types", freq.size, "hapaxes", int((freq == 1).sum()))

# %%
checkpoints = np.arange(5000, 60001, 5000)
types = [len(set(tokens[:n].tolist())) for n in checkpoints]
beta, lk = np.polyfit(np.log(checkpoints), np.log(types), 1)
print("Heaps: K = %.1f, beta = %.2f" % (np.exp(lk), beta))
for n, v in zip(checkpoints[::3], types[::3]):
    print(f"  N={n:6d}  V={v:5d}  TTR={v / n:.3f}")

# %%
fig, (a1, a2) = plt.subplots(1, 2, figsize=(8, 3))
a1.loglog(rank, freq, "."); a1.set_title("rank-frequency")
a2.plot(checkpoints, types); a2.set_title("vocabulary growth")
share = freq[:100].sum() / freq.sum()
print(f"the 100 commonest types cover {share:.0%} of the text")
