# %%
import numpy as np
import pandas as pd
from sklearn.compose import TransformedTargetRegressor
from sklearn.dummy import DummyRegressor
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import BayesianRidge
from sklearn.model_selection import ShuffleSplit, learning_curve, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PowerTransformer

# vapour pressure (Pa) of 500 distinct organic molecules, 9 descriptors
rng = np.random.default_rng(135)
desc = pd.DataFrame(rng.gamma(3, 1, (500, 9)), columns=["mw", "hbd", "hba", "rot", "tpsa", "rings", "logp", "halog", "sp3"])
log_vp = 4 - 0.5 * desc.mw - 0.3 * desc.hbd + 0.1 * desc.logp * (desc.rings < 3) + rng.normal(0, 0.4, 500)
vp = 10 ** log_vp

X_fit, X_new, y_fit, y_new = train_test_split(desc, vp, test_size=0.2, random_state=4)

# %%
def in_log(reg):
    return TransformedTargetRegressor(reg, func=np.log10, inverse_func=lambda v: 10 ** v)

models = {
    "mean": in_log(DummyRegressor()),
    "bayes": in_log(make_pipeline(PowerTransformer(), BayesianRidge())),
    "forest": in_log(RandomForestRegressor(80, random_state=0)),
}
errors = {k: np.abs(np.log10(m.fit(X_fit, y_fit).predict(X_new) / y_new)) for k, m in models.items()}
print(pd.DataFrame(errors).describe().loc[["mean", "50%", "max"]].round(2))

# %%
size, _, val = learning_curve(models["bayes"], X_fit, y_fit, train_sizes=[0.1, 0.3, 0.6, 1.0],
                              cv=ShuffleSplit(8, test_size=0.2, random_state=1),
                              scoring=lambda m, X, y: -np.mean(np.abs(np.log10(m.predict(X) / y))))
for n, v in zip(size, -val.mean(axis=1)):
    print(f"{n:4d} molecules: mean error {v:.2f} decades")
