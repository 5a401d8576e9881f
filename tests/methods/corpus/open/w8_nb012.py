# geometric acceptance of a muon telescope: two square scintillators, 40 cm, 80 cm apart
import numpy as np
from numpy.random import default_rng

def accept(n, side=.40, gap=.80, rng=default_rng(14)):
    x, y = rng.uniform(-side / 2, side / 2, (2, n))
    cos_t = (1 - rng.random(n)) ** 0.25          # flux ~ cos^2, times cos for the projected area
    phi = rng.uniform(0, 2 * np.pi, n)
    r = gap * np.sqrt(1 / cos_t**2 - 1)
    hit = (np.abs(x + r * np.cos(phi)) < side / 2) & (np.abs(y + r * np.sin(phi)) < side / 2)
    return hit.mean(), np.sqrt(hit.mean() * (1 - hit.mean()) / n)

# %%
for n in (10**3, 10**4, 10**5, 10**6):
    a, da = accept(n)
    print(f"{n:>8d} tracks: acceptance {a:.4f} +/- {da:.4f}")

# %%
I_vert = 70.0                       # muons / m2 s sr
through_top = I_vert * np.pi / 2 * .40**2
print(f"expected coincidence rate {a * through_top:.2f} Hz (MC error {da * through_top:.3f} Hz)")

# %%
gaps = np.linspace(.2, 1.6, 8)
curve = [accept(50_000, gap=g)[0] for g in gaps]
print(" ".join(f"{g:.1f}m:{c:.3f}" for g, c in zip(gaps, curve)))
