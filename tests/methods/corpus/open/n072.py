# %%
import numpy as np

rng = np.random.default_rng(125)
sig = rng.uniform(.02, .08, 14)
h = 6.626 + rng.normal(0, 1.4 * sig)
w = 1 / sig ** 2

# %%
mean = np.average(h, weights=w)
err = w.sum() ** -.5
birge = np.sqrt((w * (h - mean) ** 2).sum() / (h.size - 1))
print(f"h = ({mean:.4f} +/- {err * max(1, birge):.4f})e-34 J s, Birge ratio {birge:.2f}, {h.size} runs")
