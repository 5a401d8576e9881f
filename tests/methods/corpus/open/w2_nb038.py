# %%
import numpy as np
import matplotlib.pyplot as plt
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

# Raman map of a graphene flake: 200 spectra, D, G and 2D bands on a sloping background
rng = np.random.default_rng(12)
shift = np.linspace(1200, 2900, 340)
layers = rng.choice([1, 2, 4], size=200, p=[0.5, 0.3, 0.2])
def band(c, w):
    return 1 / (1 + ((shift - c) / w) ** 2)
spectra = np.array([0.15 * band(1350, 25) + band(1582, 14) + 2.4 / m * band(2690, 20 + 6 * m) for m in layers])
spectra += np.outer(rng.uniform(0.1, 0.5, 200), (shift - 1200) / 1700) + rng.normal(0, 0.03, spectra.shape)

# %%
def flatten(s, x, windows=((1200, 1290), (1680, 2500), (2820, 2900))):
    m = np.any([(x > a) & (x < b) for a, b in windows], axis=0)
    return s - np.polyval(np.polyfit(x[m], s[m], 1), x)

clean = np.apply_along_axis(flatten, 1, spectra, shift)

# %%
Z = StandardScaler(with_std=False).fit_transform(clean)
pca = PCA(n_components=4).fit(Z)
pc = pca.transform(Z)
print("explained variance:", pca.explained_variance_ratio_.round(3))
group = KMeans(n_clusters=3, n_init=10, random_state=0).fit_predict(pc[:, :2])

# %%
fig, ax = plt.subplots()
for k in range(3):
    ax.plot(shift, clean[group == k].mean(axis=0) + k, label=f"group {k}, {np.sum(group == k)} spectra")
ax.legend(); ax.set_xlabel("Raman shift (1/cm)")
ratio = clean[:, np.abs(shift - 2690).argmin()] / clean[:, np.abs(shift - 1582).argmin()]
print({k: float(np.median(ratio[group == k]).round(2)) for k in range(3)}, "median I(2D)/I(G) per group")
