# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(15)
speakers = pd.DataFrame({"spk": [f"s{i:02d}" for i in range(30)]})
speakers["group"] = np.where(np.arange(30) % 2 == 0, "L1", "L2")
speakers["a"] = rng.normal(0, 25, 30)
tok = speakers.loc[speakers.index.repeat(24)].reset_index(drop=True)
tok["rate"] = rng.normal(5.0, 0.6, len(tok))
tok["vot"] = 62 + tok.a + 22 * (tok.group == "L2") - 4 * (tok.rate - 5) + rng.normal(0, 11, len(tok))

# %%
print(tok.groupby(["group", "spk"]).vot.mean().groupby("group").describe().round(1).T)

# %%
mm = smf.mixedlm("vot ~ group + rate", tok, groups="spk").fit(reml=True)
print(mm.summary().tables[1])

# %%
ci = mm.conf_int().loc["group[T.L2]"]
print(f"L2 speakers: VOT longer by {mm.fe_params['group[T.L2]']:.1f} ms (95% CI {ci[0]:.1f} to {ci[1]:.1f}), "
      f"p = {mm.pvalues['group[T.L2]']:.3f}; speaker sd {np.sqrt(mm.cov_re.iloc[0, 0]):.1f} ms")
