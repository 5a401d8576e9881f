# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(69)
mu = np.where(np.arange(120) < 60, 5, 11)
moth = pd.DataFrame({"light": np.repeat(["sodium", "led"], 60), "n": rng.negative_binomial(1.0, 1 / (1 + mu))})
moth.groupby("light").n.agg(["mean", "var"])

# %%
nb = smf.negativebinomial("n ~ light", data=moth).fit(disp=0)
print(nb.summary().tables[1])
print(f"alpha = {nb.params['alpha']:.2f}, RR = {np.exp(nb.params['light[T.sodium]']):.2f}")
