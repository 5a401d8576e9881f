# %%
"""Tensile test of Al 6061-T6: modulus, 0.2 % proof stress, toughness."""
import numpy as np
import matplotlib.pyplot as plt

rng = np.random.default_rng(6061)
strain = np.linspace(0, 0.10, 1001)
E_true, s0, n_h = 68.9e3, 276.0, 0.08
elastic = E_true * strain
plastic = s0 * (1 + 30 * np.clip(strain - s0 / E_true, 0, None)) ** n_h
stress = np.minimum(elastic, plastic) + rng.normal(0, 0.8, strain.size)

# %%
def youngs_modulus(eps, sig, lo=0.0005, hi=0.0025):
    w = (eps >= lo) & (eps <= hi)
    slope, icpt = np.polyfit(eps[w], sig[w], 1)
    return slope, icpt

def proof_stress(eps, sig, E, icpt, offset=0.002):
    gap = sig - (E * (eps - offset) + icpt)
    i = np.flatnonzero((gap[:-1] > 0) & (gap[1:] <= 0))[0]
    f = gap[i] / (gap[i] - gap[i + 1])
    return sig[i] + f * (sig[i + 1] - sig[i])

# %%
E, c = youngs_modulus(strain, stress)
rp02 = proof_stress(strain, stress, E, c)
tough = np.sum(0.5 * (stress[1:] + stress[:-1]) * np.diff(strain))
print(f"E = {E / 1e3:.1f} GPa | Rp0.2 = {rp02:.0f} MPa | Rm = {stress.max():.0f} MPa | energy to 10 % = {tough:.1f} MJ/m3")

# %%
fig, ax = plt.subplots(figsize=(5, 3.5))
ax.plot(100 * strain, stress, lw=1)
ax.plot(100 * strain[:80], E * (strain[:80] - 0.002) + c, "--")
ax.set(xlabel="strain (%)", ylabel="stress (MPa)", ylim=(0, 350))
fig.tight_layout()
