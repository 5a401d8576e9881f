# %%
import numpy as np
import pandas as pd

# tree-height error (m) of two networks on 64-px patches cut from 6 lidar scenes
rs = np.random.RandomState(2)
scene = np.repeat(np.arange(6), 150)
shift = rs.normal(0.0, 0.45, 6)
hard = rs.gamma(3.0, 0.8, 900)
patches = pd.DataFrame({"scene": scene,
                        "cnn": hard + rs.normal(0, 0.4, 900),
                        "vit": hard + shift[scene] + rs.normal(0, 0.4, 900)})
print(patches.groupby("scene")[["cnn", "vit"]].mean().round(2))

# %%
def resampled_mean(x, n_boot=4000, seed=0):
    g = np.random.default_rng(seed)
    idx = g.integers(len(x), size=(n_boot, len(x)))
    return x[idx].mean(axis=1)

delta = (patches["vit"] - patches["cnn"]).to_numpy()
boot = resampled_mean(delta)
lo, hi = np.quantile(boot, [0.025, 0.975])

# %%
print(f"ViT - CNN: {delta.mean():+.3f} m, 95% bootstrap interval [{lo:+.3f}, {hi:+.3f}], {len(delta)} patches")
verdict = "differ" if lo * hi > 0 else "do not differ"
print(f"On forest scenes the two networks {verdict} in height error.")
