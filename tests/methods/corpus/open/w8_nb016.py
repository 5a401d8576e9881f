import numpy as np
rng = np.random.default_rng(91)

# toy Z -> mu mu: isotropic decay of a Breit-Wigner mass, boosted along z
M, G = 91.19, 2.495
n = 20_000
mass = M + G / 2 * np.tan(np.pi * (rng.random(n) - .5) * .97)
cth, phi = rng.uniform(-1, 1, n), rng.uniform(0, 2 * np.pi, n)
sth = np.sqrt(1 - cth**2)
p = mass / 2
p1 = np.stack([p, p * sth * np.cos(phi), p * sth * np.sin(phi), p * cth])
p2 = np.stack([p, -p1[1], -p1[2], -p1[3]])

def boost(v, eta):
    ch, sh = np.cosh(eta), np.sinh(eta)
    return np.stack([ch * v[0] + sh * v[3], v[1], v[2], sh * v[0] + ch * v[3]])

# %%
y = rng.normal(0, 1, n)
mu1, mu2 = boost(p1, y), boost(p2, y)
smear = lambda v: v * (1 + rng.normal(0, .015, n))
mu1, mu2 = smear(mu1), smear(mu2)

# %%
tot = mu1 + mu2
m_ll = np.sqrt(np.maximum(tot[0]**2 - (tot[1:]**2).sum(0), 0))
pt = np.hypot(mu1[1], mu1[2])
eta = np.arcsinh(mu1[3] / pt)
acc = (pt > 25) & (np.abs(eta) < 2.4)
h, e = np.histogram(m_ll[acc], bins=60, range=(60, 120))
print(f"single-leg acceptance {acc.mean():.3f}; peak bin {e[h.argmax()]:.0f}-{e[h.argmax()+1]:.0f} GeV; median mass {np.median(m_ll[acc]):.2f}")
