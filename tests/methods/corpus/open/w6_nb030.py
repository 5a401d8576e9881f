# %%
# F2 of /u/ in two towns. wordlist, 45 tokens per speaker
import numpy as np
rng = np.random.default_rng(4)

towns = {"Northby": 5, "Southam": 5}
data = {}
for town, k in towns.items():
    data[town] = {f"{town[:1]}{i}": rng.normal(1180 + rng.normal(0, 95), 60, 45) for i in range(k)}
for town in data:
    print(town, {s: int(v.mean()) for s, v in data[town].items()})

# %%
north = np.concatenate(list(data["Northby"].values()))
south = np.concatenate(list(data["Southam"].values()))
obs = south.mean() - north.mean()

# %%
B = 4000
diffs = np.empty(B)
for b in range(B):
    diffs[b] = rng.choice(south, south.size).mean() - rng.choice(north, north.size).mean()
lo, hi = np.quantile(diffs, [.025, .975])

# %%
print(f"F2 difference {obs:.0f} Hz, bootstrap 95% CI [{lo:.0f}, {hi:.0f}] ({north.size}+{south.size} tokens)")
print("GOOSE-fronting differs between the towns" if lo * hi > 0 else "no town difference in GOOSE-fronting")
