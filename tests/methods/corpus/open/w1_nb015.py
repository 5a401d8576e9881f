# %%
import numpy as np
import pandas as pd
from scipy import optimize, stats

rng = np.random.default_rng(7)
dose = np.repeat(np.logspace(-3, 2, 11), 3)  # uM

def hill(logd, bottom, top, log_ec50, slope):
    return bottom + (top - bottom) / (1 + 10 ** (slope * (log_ec50 - logd)))

wells = pd.DataFrame({"dose": dose, "logd": np.log10(dose)})
wells["signal"] = hill(wells["logd"], 4, 96, -0.4, 1.1) + rng.normal(0, 4, len(wells))

popt, pcov = optimize.curve_fit(hill, wells["logd"], wells["signal"], p0=[0, 100, 0, 1])
se = np.sqrt(np.diag(pcov))
tq = stats.t.ppf(0.975, len(wells) - len(popt))
est = pd.DataFrame({"est": popt, "lo": popt - tq * se, "hi": popt + tq * se},
                   index=["bottom", "top", "log_ec50", "slope"])
print(est.round(2))

# %%
resid = wells["signal"] - hill(wells["logd"], *popt)
print(f"residual SD {resid.std(ddof=4):.1f}% of scale")
print("EC50 = {:.2f} uM (95% CI {:.2f}-{:.2f})".format(*10 ** est.loc["log_ec50"]))
