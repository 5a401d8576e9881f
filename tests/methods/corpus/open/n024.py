# %%
import numpy as np
import pandas as pd
import statsmodels.api as sma

rng = np.random.default_rng(114)
markers = ["il1b", "il2", "il4", "il6", "il8", "il10", "il12", "il17", "tnf", "ifng", "crp", "pct", "ferritin", "ldh",
           "nt_probnp", "ngal", "supar", "vegf", "pdgf", "egf", "mcp1", "mip1a", "rantes", "gcsf", "eotaxin"]
cyt = pd.DataFrame(rng.normal(size=(150, 25)), columns=markers)
cyt["readmit"] = rng.integers(0, 2, 150)

# %%
def univariate(m):
    f = sma.Logit(cyt["readmit"], sma.add_constant(cyt[m])).fit(disp=False)
    return pd.Series({"OR": np.exp(f.params[m]), "p": f.pvalues[m]})

table = pd.DataFrame({m: univariate(m) for m in markers}).T.sort_values("p")

# %%
predictors = table.query("p < 0.05")
print("Independent predictors of readmission:")
print(predictors.round(3).to_string())
