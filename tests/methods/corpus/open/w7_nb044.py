# Mesocosm ponds, glyphosate (G) vs control (C), chlorophyll from 12 tube samples in every pond
import numpy as np, pandas as pd, statsmodels.formula.api as smf
from statsmodels.stats.anova import anova_lm

rng = np.random.default_rng(2)
ponds = pd.DataFrame({"pond": list("ABCDEF"), "treat": list("CGCGCG")})
ponds["level"] = rng.normal(2.2, .5, 6)

chl = (ponds.loc[ponds.index.repeat(12)]
            .reset_index(drop=True)
            .assign(tube=lambda d: d.groupby("pond").cumcount() + 1,
                    depth=lambda d: rng.uniform(.2, 1.5, len(d)),
                    log_chl=lambda d: d.level - .1 * d.depth + rng.normal(0, .25, len(d)))
            .drop(columns="level"))
print(chl.head(3))

# %%
fit = smf.ols("log_chl ~ C(treat) + depth", data=chl).fit()
aov = anova_lm(fit, typ=2)
print(aov.round(4))

# %%
eff = fit.params["C(treat)[T.G]"]
print(f"\nGlyphosate ponds have {100 * (np.exp(eff) - 1):+.0f}% chlorophyll, F(1,{int(fit.df_resid)}) = {aov.loc['C(treat)', 'F']:.1f}, "
      f"p = {aov.loc['C(treat)', 'PR(>F)']:.1e}")
