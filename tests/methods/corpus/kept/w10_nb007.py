# %%
import numpy as np
rng = np.random.default_rng(17)

def four(pt, eta, phi, m):
    px, py, pz = pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta)
    return np.stack([np.sqrt(px**2 + py**2 + pz**2 + m**2), px, py, pz], axis=-1)

# %%
# two-body decays of a slow 91.2 GeV parent, isotropic, massless daughters, 1.5 % momentum smearing
n = 20000
c, phi = rng.uniform(-1, 1, n), rng.uniform(-np.pi, np.pi, n)
pt = 45.6 * np.sqrt(1 - c**2); eta = np.arctanh(c)
smear = lambda v: v * rng.normal(1, .015, n)
p1 = four(smear(pt), eta, phi, .1057)
p2 = four(smear(pt), -eta, phi + np.pi, .1057)

# %%
tot = p1 + p2
m = np.sqrt(np.maximum(tot[:, 0]**2 - (tot[:, 1:]**2).sum(1), 0))
fiducial = (pt > 20) & (np.abs(eta) < 2.4)
hist, edges = np.histogram(m[fiducial], bins=40, range=(80, 102))
print(f"acceptance {fiducial.mean():.3f}")
print(f"mean {m[fiducial].mean():.2f} GeV, width {m[fiducial].std():.2f} GeV, mode bin {edges[hist.argmax()]:.1f}")
