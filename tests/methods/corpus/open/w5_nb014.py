# %%
import numpy as np

rng = np.random.default_rng(91188)
M_MU = 0.10566

def boost_z(E, pz, beta):
    g = 1 / np.sqrt(1 - beta**2)
    return g * (E + beta * pz), g * (pz + beta * E)

# %%
# two-body decays of a Breit-Wigner resonance, moving along z
n = 20000
m = 91.19 + 0.5 * 2.495 * np.tan(np.pi * (rng.uniform(0.02, 0.98, n) - 0.5))
p = np.sqrt(m**2 / 4 - M_MU**2)
cos, phi = rng.uniform(-1, 1, n), rng.uniform(0, 2 * np.pi, n)
sin = np.sqrt(1 - cos**2)
px, py = p * sin * np.cos(phi), p * sin * np.sin(phi)
beta = np.tanh(rng.normal(0, 1.0, n))
pz1, pz2 = (boost_z(m / 2, s * p * cos, beta)[1] for s in (1, -1))

# %%
def smear(x, y, z):
    f = 1 + rng.normal(0, 0.012, x.size)
    return np.array([x * f, y * f, z * f])

p1, p2 = smear(px, py, pz1), smear(-px, -py, pz2)
E1, E2 = (np.sqrt((q**2).sum(0) + M_MU**2) for q in (p1, p2))
mll = np.sqrt((E1 + E2) ** 2 - ((p1 + p2) ** 2).sum(0))

# %%
pt = [np.hypot(q[0], q[1]) for q in (p1, p2)]
eta = [np.arcsinh(q[2] / r) for q, r in zip((p1, p2), pt)]
acc = np.all([(r > 20) & (abs(e) < 2.4) for r, e in zip(pt, eta)], axis=0)
h, ed = np.histogram(mll[acc], bins=np.arange(80, 102.01, 0.5))
above = ed[:-1][h > h.max() / 2]
print(f"acceptance {acc.mean():.3f}; peak bin {ed[h.argmax()]:.1f} GeV; FWHM about {above[-1] - above[0] + .5:.1f} GeV")
