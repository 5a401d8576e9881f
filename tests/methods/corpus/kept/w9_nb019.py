# %%
import numpy as np
from scipy import ndimage as ndi
import matplotlib.pyplot as plt

rng = np.random.default_rng(0)
yy, xx = np.mgrid[:160, :160]
truth = ((yy - 70) / 34) ** 2 + ((xx - 85) / 22) ** 2 < 1          # phantom insert
img = ndi.gaussian_filter(40 + 55 * truth.astype(float), 1.5) + rng.normal(0, 12, truth.shape)

# %%
def otsu(a, bins=128):
    h, e = np.histogram(a, bins)
    c = (e[:-1] + e[1:]) / 2
    w0 = h.cumsum(); w1 = w0[-1] - w0
    m0 = (h * c).cumsum() / np.maximum(w0, 1)
    m1 = ((h * c).sum() - (h * c).cumsum()) / np.maximum(w1, 1)
    return c[np.argmax(w0 * w1 * (m0 - m1) ** 2)]

sm = ndi.median_filter(img, 5)
mask = ndi.binary_opening(sm > otsu(sm), iterations=2)
lab, k = ndi.label(mask)
if k > 1:
    mask = lab == 1 + np.argmax(ndi.sum(mask, lab, range(1, k + 1)))

# %%
dice = 2 * (mask & truth).sum() / (mask.sum() + truth.sum())
px = 0.78
print(f"threshold {otsu(sm):.1f} HU  area {mask.sum()*px**2:.0f} mm2 (nominal {truth.sum()*px**2:.0f})  Dice {dice:.3f}")
plt.imshow(img, cmap="gray"); plt.contour(mask, [.5], colors="r")
