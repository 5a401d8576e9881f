import numpy as np

# LIF neuron, f-I curve and CV of the ISI with a bit of current noise
tau, R, v_th, v_r, t_ref, dt = 20e-3, 10e6, 15e-3, 0.0, 2e-3, 1e-4
T = 2.0
steps = int(T / dt)
currents = np.arange(1.0, 3.01, .25) * 1e-9

# %%
def simulate(I, sigma, rng):
    v, last, spikes = np.zeros_like(I), np.full(I.shape, -1.0), [[] for _ in I]
    for i in range(steps):
        t = i * dt
        free = t - last > t_ref
        dv = (-v + R * I) * dt / tau + sigma * np.sqrt(dt / tau) * rng.standard_normal(I.size)
        v = np.where(free, v + dv, v_r)
        for j in np.flatnonzero(v >= v_th):
            spikes[j].append(t); last[j] = t; v[j] = v_r
    return [np.array(s) for s in spikes]

# %%
trains = simulate(currents, 2e-3, np.random.default_rng(4))
for I, s in zip(currents, trains):
    theory = 1 / (t_ref + tau * np.log(R * I / (R * I - v_th))) if R * I > v_th else 0
    cv = np.diff(s).std() / np.diff(s).mean() if len(s) > 5 else np.nan
    print(f"I = {I * 1e9:.2f} nA   {len(s) / T:5.1f} Hz (noise-free theory {theory:5.1f})   CV = {cv:.2f}")
