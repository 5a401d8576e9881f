import numpy as np
rng = np.random.default_rng(1944)

# catalogue above the completeness magnitude, binned to 0.1
mc, dm, b_true = 2.0, 0.1, 1.02
mags = mc - dm / 2 + rng.exponential(1 / (b_true * np.log(10)), 1800)
mags = np.round(mags / dm) * dm

def b_aki(m, mc=mc, dm=dm):
    return np.log10(np.e) / (m.mean() - (mc - dm / 2))

# %%
b = b_aki(mags)
boots = [b_aki(rng.choice(mags, mags.size)) for _ in range(1500)]
shi_bolt = 2.3 * b**2 * np.sqrt(np.sum((mags - mags.mean())**2) / (mags.size * (mags.size - 1)))
print(f"b = {b:.3f}, Shi & Bolt error {shi_bolt:.3f}, bootstrap sd {np.std(boots):.3f}")

# %%
grid = np.arange(2, 5.01, .5)
cum = [(mags >= g - 1e-9).sum() for g in grid]
model = mags.size * 10 ** (-b * (grid - mc))
for g, c, mo in zip(grid, cum, model):
    print(f"M>={g:.1f}: {c:5d} observed, {mo:7.1f} from GR")
