# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from statsmodels.stats.anova import anova_lm
from scipy.stats import shapiro

# winter wheat, RCBD: 6 blocks x 5 seed rates, one plot per cell
rng = np.random.default_rng(2016)
rates = [150, 225, 300, 375, 450]
block_eff = rng.normal(0, .5, 6)
eff = dict(zip(rates, [0, .5, .9, .8, .5]))
plots = pd.DataFrame([(b + 1, r, 8.2 + block_eff[b] + eff[r] + rng.normal(0, .28)) for b in range(6) for r in rates],
                     columns=["block", "rate", "t_ha"])

# %%
lm = smf.ols("t_ha ~ C(block) + C(rate)", plots).fit()
aov = anova_lm(lm)
print(aov.round(4))
W, pw = shapiro(lm.resid)
print(f"residuals: Shapiro W = {W:.3f} (p = {pw:.2f})")

# %%
means = plots.groupby("rate").t_ha.mean()
sed = np.sqrt(2 * lm.mse_resid / 6)
print(means.round(2).to_dict(), "SED = %.2f" % sed)
print("F test for seed rate: p = %.2g" % aov.loc["C(rate)", "PR(>F)"])
