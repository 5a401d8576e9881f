import warnings
import numpy as np
import pandas as pd
from sklearn.neural_network import MLPClassifier
from sklearn.model_selection import train_test_split
warnings.simplefilter("ignore")

rng = np.random.default_rng(44)
n = 900
jets = pd.DataFrame({"mass": rng.gamma(4, 20, n), "tau21": rng.beta(4, 4, n), "ntrk": rng.poisson(25, n), "girth": rng.exponential(.1, n)})
logit = .03 * (jets.mass - 80) - 5 * (jets.tau21 - .5) - .05 * (jets.ntrk - 25)
jets["isW"] = rng.random(n) < 1 / (1 + np.exp(-logit))

# %%
Xtr, Xte, ytr, yte = train_test_split(jets.drop(columns="isW"), jets.isW, test_size=1/3, random_state=6)
mu, sd = Xtr.mean(), Xtr.std()
Xtr, Xte = (Xtr - mu) / sd, (Xte - mu) / sd

# %%
# architecture is the one of the 2019 note, only the initialisation varies
seeds = range(8)
acc = pd.Series({s: MLPClassifier(hidden_layer_sizes=(8,), learning_rate_init=.02, max_iter=50, random_state=s).fit(Xtr, ytr).score(Xte, yte) for s in seeds})

# %%
print(acc.round(3).to_dict())
print(f"test accuracy over {len(acc)} initialisations: mean {acc.mean():.3f}, sd {acc.std():.3f}, lowest {acc.min():.3f}")
