# %%
# Head-direction cell: occupancy-normalised tuning curve and preferred direction
import numpy as np
from dataclasses import dataclass

rng = np.random.default_rng(21)
dt, n = 0.02, 60_000
theta = np.cumsum(rng.normal(0, 0.12, n)) % (2 * np.pi)
rate = 1.0 + 22 * np.exp(4 * (np.cos(theta - 2.1) - 1))
spikes = rng.poisson(rate * dt)

# %%
@dataclass
class Tuning:
    centres: np.ndarray
    hz: np.ndarray

    @classmethod
    def from_data(cls, angle, counts, bins=36):
        edges = np.linspace(0, 2 * np.pi, bins + 1)
        seconds = np.histogram(angle, edges)[0] * dt
        fired = np.histogram(angle, edges, weights=counts)[0]
        return cls((edges[:-1] + edges[1:]) / 2, np.divide(fired, seconds, out=np.zeros(bins), where=seconds > 0))

    def vector(self):
        z = np.sum(self.hz * np.exp(1j * self.centres)) / self.hz.sum()
        return abs(z), np.angle(z) % (2 * np.pi)

    def info_per_spike(self, p):
        m = np.sum(p * self.hz)
        f = self.hz / m
        return np.sum(p * f * np.log2(np.where(f > 0, f, 1)))

# %%
tc = Tuning.from_data(theta, spikes)
occ = np.histogram(theta, np.linspace(0, 2 * np.pi, 37))[0] / n
length, pref = tc.vector()
print(f"{spikes.sum()} spikes in {n * dt / 60:.0f} min, peak {tc.hz.max():.1f} Hz")
print(f"mean vector length {length:.2f}, preferred direction {np.degrees(pref):.0f} deg, {tc.info_per_spike(occ):.2f} bits/spike")
